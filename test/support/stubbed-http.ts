import { type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { type INestApplication } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { AuditTrail, HOST_ACCESS, People, TenantTermsBook, TokenKeys } from '../../src/access/index.js';
import { Rounds, WebhookInbox } from '../../src/calls/index.js';
import { ConnectAttempts, Connections, ConnectService, FormerAccounts, Visits } from '../../src/connection/index.js';
import type { Caller, WebhookDelivery, WebhookReply } from '../../src/contract/index.js';
import { HttpModule } from '../../src/http/index.js';
import { Platform } from '../../src/http/platform.js';
import { DeliverJob } from '../../src/jobs/deliver.job.js';
import { MappingFiles, Mappings } from '../../src/mapping/index.js';
import { PhoneSystemMetrics } from '../../src/metrics/index.js';
import {
  Assurances,
  Bounding,
  DataSummaries,
  Looks,
  Notices,
  Objections,
  PersonalData,
  PersonEraser,
  Readers,
  StrangerEraser,
} from '../../src/privacy/index.js';
import { PhoneSystemRegistry } from '../../src/registry/index.js';
import {
  Exclusions,
  PeopleDays,
  type RefusedScores,
  RulesBook,
  RulesPreview,
  ScoredDays,
  ScorePublisher,
} from '../../src/scoring/index.js';
import { PHONE_SYSTEM_SETTINGS } from '../../src/storage/index.js';
import { Problem } from '../../src/support/problem.js';
import { readPhoneSystemSettings } from '../../src/support/settings.js';

/** Where every first page of people ends. */
export const pageEnd = { employee: { key: 'dana reyes', id: 'e1' }, phoneUser: null };

export const connection = {
  id: 'a3d6f1de-5c5e-4a55-9d8e-0d3b4b1f6c11',
  tenantId: 'acme',
  providerKey: 'dialpad',
  status: 'connected',
  accountExternalId: '9007199254740993',
  accountName: 'Acme',
  accountDomains: ['acme.example'],
  connectedBy: 'boss',
  connectedAt: new Date('2026-11-20T10:00:00Z'),
  lastFetchAt: null,
  completeUntil: null,
  directoryProblem: null,
  eventsProblem: null,
  problem: null,
  sealedTokens: 'v1.sealed',
};
export const progress = { phase: 'history', done: 1, total: 30, records: 40, secondsLeft: 90 };
export const round = {
  id: 'b4e7a2ef-6d6f-4b66-8e9f-1e4c5c2a7d22',
  kind: 'history',
  fromAt: new Date('2026-10-23T00:00:00Z'),
  toAt: new Date('2026-11-22T00:00:00Z'),
  startedAt: new Date('2026-11-22T10:00:00Z'),
  finishedAt: null,
  pages: 2,
  records: 40,
  rejected: 1,
  difference: null,
  unlisted: null,
  outcome: 'running',
  problem: null,
};
const provider = (key: string, displayName: string) => ({
  client: key === 'dialpad' ? {} : null,
  descriptor: {
    key,
    displayName,
    docsUrl: `https://${key}.example/docs`,
    grant: { scopes: [{ name: 'calls', why: 'To see calls.' }] },
    limitations: ['Video calls are not shown.'],
  },
});
/** One that an administrator excluded; the worker's lasts into a day of somebody else's. */
const call = (employee: { id: string; name: string } | null) => ({
  callId: round.id,
  employee,
  owners: employee === null ? [] : [employee.id, 'gone'],
  conversation: [{ callId: 'other', owners: ['gone'] }],
  objections: [],
  exclusion: { by: { id: 'boss', name: 'Dana Reyes' }, at: '2026-11-20T10:00:00.000Z', as: 'admin', note: '' },
  credit: [employee?.id ?? 'gone', 'gone'].map((employeeId) => ({ employeeId, day: '2026-11-20', text: employeeId })),
});
const calls = new Map([
  ['c5f8b3fa-7e7a-4c77-9fa0-2f5d6d3b8e33', call({ id: 'worker', name: 'Sam Ortiz' })],
  ['d6a9c4ab-8f8b-4d88-8ab1-3a6e7e4c9f44', call(null)],
]);
export const [workersCall = '', nobodysCall = ''] = calls.keys();
export const workersObjection = 'e7b0d5bc-9a9c-4e99-9bc2-4b7f8f5da055';
const objection = {
  id: workersObjection,
  employee: { id: 'worker', name: 'Sam Ortiz' },
  day: '2026-11-20',
  callId: null,
  text: 'I was on another line',
  at: '2026-11-20T10:00:00.000Z',
  answer: null,
};
const look = { readerId: 'lead', name: 'Lee Park', role: 'manager', what: 'day', at: '2026-11-20T10:00:00.000Z' };
/** On which calls are listed that an administrator excluded. */
export const dayWithExcluded = '2026-11-19';
const providers = [provider('acme-phone', 'Acme Phone'), provider('dialpad', 'Dialpad')];

const ASSURED = [
  {
    id: 'kept',
    title: 'How long',
    statements: ['Kept a year.', '# <b>Later</b>\n## gone | [all](x)'].map((text) => ({ text, heldBy: ['a.spec.ts'] })),
    table: { columns: ['What', 'Who'], rows: [['a|b', 'admins']] },
  },
];

/** What hosts serve HTTP with. */
export const PLATFORMS = ['express', 'fastify'] as const;
type PlatformName = (typeof PLATFORMS)[number];

const adapterOf = (platform: PlatformName): AbstractHttpAdapter =>
  platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();

/** What the stubs answer with, and what they were told. */
interface Told {
  refused: RefusedScores | null;
  caller: Caller | null;
  state: object;
  disconnected: unknown[];
  delivered: WebhookDelivery[];
  /** What deliveries are answered with. */
  reply: WebhookReply;
  excluded: unknown[];
  saved: unknown[];
  imported: string[];
  audited: unknown[];
  erased: string[];
  acknowledged: string[];
  /** Who looked at what of whom. */
  looked: string[];
  explain: 'points' | 'minutes';
  notice: 'off' | 'shown' | 'required';
  remains: object[];
  former: object[];
  /** Who was matched in a former account. */
  formerMatches: { employeeId: string; phoneUserId: string | null }[];
  listed: unknown[];
  people: { people: { id: string; name: string }[]; found: number; all: number };
  days: object[];
  /** Days that were to be fetched again. */
  doubted: object[];
  /** What trying rules waits for, and reading people's days. */
  tried: Promise<unknown>;
}

/**
 * The HTTP surface on stubs of what is below it. At tenant `acme`, `boss` is an administrator and `lead` manages
 * `worker`; Dialpad is connected and Acme Phone never was.
 */
export class StubbedHttp {
  private constructor(
    readonly app: INestApplication,
    readonly told: Told,
  ) {}

  static async start(platform: PlatformName = 'express'): Promise<StubbedHttp> {
    const told = fresh();
    const module = await Test.createTestingModule({
      controllers: Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, HttpModule),
      providers: [
        ...(Reflect.getMetadata(MODULE_METADATA.PROVIDERS, HttpModule) as []),
        ...stubsThat(told).map(([provide, useValue]) => ({ provide: provide as string, useValue })),
      ],
    }).compile();
    const adapter = adapterOf(platform);
    const app = module.createNestApplication(adapter, { forceCloseConnections: false });
    app.get(Platform).prepare();
    app.setGlobalPrefix('api');
    await app.listen(0, '127.0.0.1');
    return new StubbedHttp(app, told);
  }

  /** Forgets what was told, and signs `boss` in. */
  reset(): void {
    Object.assign(this.told, fresh());
  }

  signIn(employeeId: string, role: Caller['role'], tenantId = 'acme'): void {
    this.told.caller = { tenantId, employeeId, role };
  }

  /** Asks below `/api/phone-systems`. */
  ask(method: 'get' | 'head' | 'put' | 'post' | 'patch' | 'delete', path = ''): request.Test {
    return request(this.app.getHttpServer())[method](`/api/phone-systems${path}`);
  }

  /** The address below which a browser would ask. */
  get address(): string {
    const { port } = this.app.getHttpServer().address() as AddressInfo;
    return `http://127.0.0.1:${port}/api/phone-systems`;
  }
}

const fresh = (): Told => ({
  refused: null,
  caller: { tenantId: 'acme', employeeId: 'boss', role: 'admin' },
  state: progress,
  disconnected: [],
  delivered: [],
  reply: { status: 204 },
  excluded: [],
  saved: [],
  imported: [],
  audited: [],
  erased: [],
  acknowledged: [],
  looked: [],
  explain: 'points',
  notice: 'off',
  remains: [],
  former: [],
  formerMatches: [],
  listed: [],
  people: { people: [{ id: 'worker', name: 'Sam Ortiz' }], found: 1, all: 1 },
  days: [],
  doubted: [],
  tried: Promise.resolve(),
});

async function* noParts(): AsyncGenerator<never> {}

/** A former account of which nothing is stored. */
const nothingKept = {
  account: { accountExternalId: '77', accountName: 'Old Acme', accountDomains: [] },
  phoneUsers: noParts,
  mappings: noParts,
  calls: noParts,
  mustBeWhole: () => Promise.resolve(),
};

/** Whom the host's directory has, by tenant and id. */
const PEOPLE: Readonly<Record<string, { tenantId: string; id: string; name: string; managerId: string | null }>> =
  Object.fromEntries(
    [
      { tenantId: 'acme', id: 'worker', name: 'Sam Ortiz', managerId: 'lead' },
      { tenantId: 'acme', id: 'lead', name: 'Lee Park', managerId: null },
      { tenantId: 'acme', id: 'rival', name: 'Kim Rival', managerId: null },
      { tenantId: 'globex', id: 'lead', name: 'Lee Other', managerId: null },
    ].map((person) => [`${person.tenantId} ${person.id}`, person]),
  );

/** Whom `acme` has, and nobody else. */
function known(tenantId: string, id: string): string {
  if (tenantId === 'acme' && id === 'worker') return id;
  throw new Problem(404, 'unknown_employee', 'There is no such employee here.');
}

const emptyPerson = (id: string): object => ({
  employee: {
    id,
    name: 'Sam Ortiz',
    emails: [],
    phones: [],
    managerId: 'lead',
    active: true,
    storedFrom: null,
    storedUntil: null,
  },
  phoneUsers: [],
  candidates: [],
  mappings: [],
  calls: [],
  days: [],
  objections: [],
  acknowledgements: [],
  readers: [],
  looks: [],
  actions: [],
  kept: [],
});

function stubsThat(told: Told): [unknown, object][] {
  const find = (tenantId: string, key: string) =>
    Promise.resolve(tenantId === 'acme' && key === 'dialpad' ? connection : null);
  return [
    [TenantTermsBook, { explainedTo: () => Promise.resolve(told.explain) }],
    [HOST_ACCESS, { whoIs: () => Promise.resolve(told.caller) }],
    [TokenKeys, new TokenKeys({ ...readPhoneSystemSettings(() => undefined).settings, dataDir: 'memory://' })],
    [
      PHONE_SYSTEM_SETTINGS,
      {
        publicUrl: 'http://localhost:3000',
        settingsPath: '/settings',
        get notice() {
          return told.notice;
        },
      },
    ],
    [
      People,
      {
        find: (tenantId: string, id: string) => Promise.resolve(PEOPLE[`${tenantId} ${id}`] ?? null),
        reportOf: (tenantId: string, managerId: string) =>
          Promise.resolve(
            Object.values(PEOPLE).find((one) => one.tenantId === tenantId && one.managerId === managerId) ?? null,
          ),
        lookUp: (_tenantId: string, _id: string, read: () => Promise<unknown>) => read(),
      },
    ],
    [
      ScoredDays,
      {
        dayOfEmployee: (tenantId: string, id: string, day: string) =>
          Promise.resolve(
            tenantId === 'acme' && id === 'worker'
              ? {
                  thing: {
                    text: JSON.stringify({ employeeId: id, day }),
                    listsExcluded: day === dayWithExcluded,
                    isOpen: true,
                  },
                  employees: [{ id, managerId: 'lead' }],
                }
              : null,
          ),
        days: (...[, , from, to]: string[]) => Promise.resolve({ items: [{ day: from }, { day: to }] }),
        call: (tenantId: string, callId: string) =>
          Promise.resolve(tenantId === 'acme' ? (calls.get(callId) ?? null) : null),
      },
    ],
    [
      PeopleDays,
      {
        list: (...asked: unknown[]) => Promise.resolve(void told.listed.push(asked)).then(() => told.people),
        looksFurther: (_asked: unknown, { people, all }: Told['people']) => people.length < all,
        page: (_tenantId: string, _asked: unknown, { people }: Told['people']) =>
          told.tried.then(() => ({ items: people.map((employee) => ({ employee })) })),
        everybody: async (_tenantId: string, asked: unknown) => {
          told.listed.push([asked]);
          await told.tried;
          return (async function* () {
            for (const employee of told.people.people) yield await Promise.resolve([{ employee, days: told.days }]);
          })();
        },
      },
    ],
    [
      Exclusions,
      {
        set: (by: Caller, id: string, choice: object) =>
          Promise.resolve(void told.excluded.push([by.employeeId, id, choice])),
        staying: ({ role }: Caller) => Promise.resolve(role === 'admin' ? [] : [workersCall]),
      },
    ],
    [
      Notices,
      {
        current: () => Promise.resolve({ version: '5f0c' }),
        acknowledgedAt: () => Promise.resolve(told.acknowledged.length > 0 ? round.startedAt : null),
        acknowledge: (by: Caller, version: string) =>
          Promise.resolve(void told.acknowledged.push(`${by.employeeId} ${version}`)),
      },
    ],
    [
      Looks,
      {
        note: ({ employeeId }: Caller, ids: readonly string[], what: string) =>
          void told.looked.push(...ids.map((id) => `${employeeId}: ${what} of ${id}`)),
      },
    ],
    [Readers, { page: () => Promise.resolve({ items: [look], nextPage: null }) }],
    [
      Objections,
      {
        find: (tenantId: string, id: string) =>
          Promise.resolve(tenantId === 'acme' && id === workersObjection ? { employeeId: 'worker' } : null),
        list: () => Promise.resolve({ items: [objection], nextPage: null }),
        raise: () => Promise.resolve(objection),
        answer: () => Promise.resolve(objection),
      },
    ],
    [
      RulesBook,
      {
        current: () => Promise.resolve({ effectiveFrom: '2026-12-01', versions: [], revision: '1-5' }),
        save: (_by: Caller, document: object, known: string | null) =>
          Promise.resolve(void told.saved.push(known === null ? document : { ...document, known })),
        withdraw: () => Promise.resolve(),
      },
    ],
    [ScorePublisher, { refused: () => Promise.resolve(told.refused) }],
    [
      RulesPreview,
      {
        effects: () =>
          told.tried.then(() => ({
            items: [{ employeeId: 'worker', old: 10, new: 12.5 }],
            frozenDays: [],
            people: 1,
            next: null,
          })),
      },
    ],
    [
      AuditTrail,
      {
        page: (_tenantId: string, after: number | null) =>
          Promise.resolve({ entries: after === null ? told.audited : [], next: after === null ? 7 : null }),
        pages: async function* () {
          for (const entry of told.audited) yield await Promise.resolve([entry]);
        },
      },
    ],
    [Bounding, { standing: () => Promise.resolve({ counterparties: 'full', neverStored: 0, applying: null }) }],
    [
      Assurances,
      { current: () => Promise.resolve({ version: '5f0c', product: { name: 'p', version: '1' }, sections: ASSURED }) },
    ],
    [
      DataSummaries,
      {
        of: (tenantId: string, id: string) =>
          Promise.resolve({ ...emptyPerson(known(tenantId, id)), lines: [], stored: [], contact: null }),
      },
    ],
    [PersonalData, { of: (tenantId: string, id: string) => Promise.resolve(emptyPerson(known(tenantId, id))) }],
    [
      PersonEraser,
      {
        erase: ({ tenantId }: Caller, id: string) => {
          told.erased.push(known(tenantId, id));
          return Promise.resolve(told.remains);
        },
      },
    ],
    [
      StrangerEraser,
      {
        eraseNumber: (_by: Caller, number: string) => {
          told.erased.push(number);
          return Promise.resolve(told.remains);
        },
        erasePhoneUser: (_by: Caller, ...ids: string[]) => {
          told.erased.push(...ids);
          return Promise.resolve(told.remains);
        },
      },
    ],
    [
      PhoneSystemRegistry,
      {
        all: () => providers,
        find: (key: string) => providers.find(({ descriptor }) => descriptor.key === key),
        capabilitiesOf: () => [],
        iconOf: ({ client }: { client: unknown }) => (client === null ? null : 'data:image/svg+xml,phone'),
      },
    ],
    [
      Connections,
      {
        find,
        selected: () => Promise.resolve('dialpad'),
        disconnect: (...given: unknown[]) => Promise.resolve(void told.disconnected.push(given)),
      },
    ],
    [
      FormerAccounts,
      {
        list: () => Promise.resolve(told.former),
        open: () => Promise.resolve({ ...nothingKept, mappings: () => Readable.from([told.formerMatches]) }),
        erase: (_by: Caller, _present: object, id: string) => Promise.resolve(void told.erased.push(id)),
      },
    ],
    [ConnectAttempts, { take: () => Promise.resolve({ kind: 'unknown' }) }],
    [ConnectService, { refusalBefore: () => Promise.resolve('no_licence') }],
    [Visits, {}],
    [
      Rounds,
      {
        progress: () => Promise.resolve(told.state),
        nextFetchAt: () => new Date('2026-11-22T10:05:00Z'),
        list: (_connection: unknown, kind?: string) =>
          Promise.resolve([round].filter((one) => kind === undefined || one.kind === kind)),
        find: (_connection: unknown, id: string) => Promise.resolve(id === round.id ? round : null),
        forgetsAfter: () => Promise.resolve(null),
        requestManual: () => Promise.resolve(round.id),
        requestAgain: (_by: Caller, _connection: unknown, days: object) =>
          Promise.resolve(round.id).then((id) => (told.doubted.push(days), id)),
        rejected: () => Promise.resolve([{ externalId: null, reason: 'no start', seenAt: round.startedAt }]),
      },
    ],
    [PhoneSystemMetrics, new PhoneSystemMetrics()],
    [
      WebhookInbox,
      {
        receive: (_key: string, id: string, delivery: WebhookDelivery) => {
          if (id !== connection.id) return Promise.reject(new Problem(401, 'delivery_refused', 'Not signed.'));
          told.delivered.push(delivery);
          return Promise.resolve({ outcome: 'stored', reply: told.reply, connectionId: id });
        },
        receiveForAll: (_key: string, delivery: WebhookDelivery) => {
          told.delivered.push(delivery);
          return Promise.resolve({ outcome: 'answered', reply: told.reply });
        },
      },
    ],
    [DeliverJob, { request: () => Promise.resolve() }],
    [
      MappingFiles,
      {
        export: () => Promise.resolve('employeeId,phoneUserId\r\n'),
        check: (_connection: unknown, csv: string) =>
          Promise.resolve({ lines: csv.length, changes: [], wrong: [], wrongLines: 0 }),
        import: (_by: Caller, _connection: unknown, csv: string) =>
          Promise.resolve(void told.imported.push(csv)).then(() => ({
            lines: 1,
            changes: [],
            wrong: [],
            wrongLines: 0,
          })),
      },
    ],
    [
      Mappings,
      {
        page: (_connection: unknown, query: object) =>
          Promise.resolve({ items: [], query, end: 'after' in query ? null : pageEnd }),
        matchAgain: () => Promise.resolve({ matched: 3 }),
        choose: (_by: Caller, _connection: unknown, id: string, choice: object) => Promise.resolve({ id, choice }),
        forget: () => Promise.resolve(),
      },
    ],
  ];
}
