import { readFileSync } from 'node:fs';
import type { PageDrawing } from '../../../reference-host/src/pages/document.js';
import {
  calmUi,
  everybody,
  type SettingsModel,
  type SettingsUi,
} from '../../../reference-host/src/views/settings/model.js';
import { SettingsPage } from '../../../reference-host/src/views/settings/settings-page.js';
import { VisitEndPage, type VisitEndModel } from '../../../reference-host/src/views/settings/visit-end-page.js';
import { html } from '../../../reference-host/src/views/shared/html.js';
import type {
  SurfaceConnection,
  SurfaceMapping,
  SurfaceRound,
  SurfaceSystem,
} from '../../../reference-host/src/views/shared/surface.js';
import { DIALPAD } from '../../../src/providers/dialpad/dialpad.descriptor.js';
import { admin, LONG, type DrawnState } from './drawn-state.js';

const { provider } = JSON.parse(readFileSync('plugin.manifest.json', 'utf8')) as { provider: { icon: string } };
const installed: SurfaceSystem = {
  key: 'dialpad',
  displayName: DIALPAD.displayName,
  icon: provider.icon,
  docsUrl: DIALPAD.docsUrl,
  capabilities: ['webhooks'],
  scopes: DIALPAD.grant.scopes,
  keys: null,
  limitations: DIALPAD.limitations,
  configured: true,
  connection: null,
};
const connection: SurfaceConnection = {
  key: 'dialpad',
  status: 'connected',
  account: { externalId: '1', name: 'Acme', domains: ['acme.example'] },
  connectedBy: 'e1',
  connectedAt: '2026-11-20T15:00:00.000Z',
  progress: { phase: 'steady', done: 30, total: 30, records: 12_400, secondsLeft: null },
  lastFetchAt: '2026-11-20T19:55:00.000Z',
  completeUntil: '2026-11-20T19:00:00.000Z',
  nextFetchAt: '2026-11-20T20:00:00.000Z',
  problem: null,
  refusedScores: null,
  forgetsAfterDays: null,
  bounds: { counterparties: 'full', neverStored: 0, applying: null },
};
const dialpad: SurfaceSystem = { ...installed, connection };
const round: SurfaceRound = {
  id: '1',
  kind: 'near',
  window: { from: '2026-11-20T18:55:00.000Z', to: '2026-11-20T19:55:00.000Z' },
  startedAt: '2026-11-20T19:55:00.000Z',
  finishedAt: '2026-11-20T19:55:04.000Z',
  pages: 1,
  records: 14,
  rejected: 0,
  difference: null,
  unlisted: null,
  letGo: null,
  outcome: 'done',
  problem: null,
};
const ann: SurfaceMapping = {
  employee: { id: 'e3', name: 'Ann Moss', emails: ['ann@acme.example'], phones: ['+14155550103'] },
  notStored: null,
  phoneUser: {
    externalId: '9',
    displayName: 'Ann Moss',
    emails: ['ann@acme.example'],
    numbers: [{ e164: '+14155550103' }],
    departed: false,
  },
  source: 'auto',
  matchedOn: 'email',
  since: null,
  until: null,
  successor: null,
  earlier: false,
  planned: null,
  plannedLater: [],
  candidates: [],
  revision: 'automatic',
};
const unmatched = (name: string): SurfaceMapping => ({
  ...ann,
  employee: { id: name.slice(0, 9), name, emails: [], phones: [] },
  phoneUser: null,
  source: 'none',
  matchedOn: null,
});
const mappings: NonNullable<SettingsModel['mappings']> = {
  items: [ann],
  unmatchedPhoneUsers: [],
  nextPage: null,
  nextAfter: null,
  found: { employees: 1, phoneUsers: 0 },
  summary: {
    employees: 1,
    matched: 1,
    auto: 1,
    manual: 0,
    unmatched: 0,
    ambiguous: 0,
    phoneUsers: 1,
    unmatchedPhoneUsers: 0,
  },
};
const nobody: NonNullable<SettingsModel['mappings']> = {
  ...mappings,
  items: [],
  summary: { ...mappings.summary, employees: 0, matched: 0, auto: 0, phoneUsers: 0 },
  found: { employees: 0, phoneUsers: 0 },
};

function settings(more: Partial<SettingsModel>, ui: Partial<SettingsUi> = {}): PageDrawing {
  const model: SettingsModel = {
    systems: { items: [dialpad], selected: 'dialpad' },
    notes: [],
    chosen: 'dialpad',
    connection,
    formerAccounts: [],
    rounds: [round],
    comparison: null,
    rejected: [],
    mappings,
    mappingQuery: everybody,
    visit: null,
    agreed: { domains: ['acme.example'], licence: true },
    timeZone: 'America/New_York',
    today: '2026-11-20',
    connectedByName: 'Dana Reyes',
    asOf: '2026-11-20T15:04:00.000Z',
    ...more,
  };
  const view = html`<${SettingsPage} model=${model} ui=${{ ...calmUi, ...ui }} />`;
  return { title: 'Phone System', path: '/settings/products/phone-system', me: admin, view };
}

function visitEnd(model: VisitEndModel): PageDrawing {
  return { title: 'Dialpad', path: '', me: null, view: html`<${VisitEndPage} model=${model} />` };
}

const offered: Partial<SettingsModel> = { connection: null, rounds: [], mappings: null };
const failed = (code: string): Partial<SettingsModel> => ({
  ...offered,
  systems: { items: [installed], selected: null },
  visit: { systemKey: 'dialpad', outcome: 'failed', code },
});
const keyed: SurfaceSystem = {
  ...installed,
  key: 'keys',
  displayName: 'Keys Phone',
  icon: null,
  keys: {
    idLabel: 'API ID',
    secretLabel: 'API token',
    instructions: 'In Keys Phone, open Company → API keys, and add one.',
    keysUrl: 'https://keys.example/api-keys',
  },
};
const other: SurfaceSystem = { ...dialpad, key: 'example', displayName: 'Example Phone', icon: null };

export const settingsStates: readonly DrawnState[] = [
  ['settings-none-installed', settings({ ...offered, systems: { items: [], selected: null }, chosen: null })],
  [
    'settings-another-is-connected',
    settings({ ...offered, systems: { items: [installed, other], selected: 'example' } }),
  ],
  ['settings-keys', settings({ ...offered, systems: { items: [keyed], selected: null }, chosen: 'keys' })],
  [
    'settings-other-keys',
    settings({
      systems: { items: [{ ...keyed, connection }], selected: 'keys' },
      chosen: 'keys',
      connection: {
        ...connection,
        key: 'keys',
        status: 'needs-reconnect',
        problem: { kind: 'reconnect', message: 'Keys Phone no longer accepts this connection.', action: 'reconnect' },
      },
    }),
  ],
  ...[
    'state_unknown',
    'state_expired',
    'scope_missing',
    'already_connected',
    'account_in_use',
    'other_account',
    'consent_missing',
    'vendor_error',
  ].map((code): DrawnState => [`settings-failed-${code}`, settings(failed(code))]),
  [
    'settings-scores-refused',
    settings({
      connection: {
        ...connection,
        refusedScores: {
          days: 42,
          since: '2026-11-20T15:04:00.000Z',
          message:
            '42 days of scores wait for the host, which does not take them: “connect ECONNREFUSED”. They are offered again by themselves, and none is lost.',
        },
      },
    }),
  ],
  [
    'settings-rounds-of-every-kind',
    settings({
      rounds: [
        { ...round, id: '2', kind: 'manual', outcome: 'running', finishedAt: null, records: 0 },
        {
          ...round,
          id: '3',
          kind: 'far',
          outcome: 'parked',
          problem: { kind: 'slowDown', message: 'Dialpad asks to be left alone for a minute.', action: 'wait' },
        },
        {
          ...round,
          id: '4',
          kind: 'near',
          outcome: 'failed',
          rejected: 2,
          problem: {
            kind: 'unreadable',
            message: 'Dialpad answered something that is not its list of calls.',
            action: 'ask-operator',
          },
        },
        { ...round, id: '5', kind: 'reconciliation', difference: 3, unlisted: 1 },
        {
          ...round,
          id: '7',
          kind: 'again',
          window: { from: '2026-11-03T05:00:00.000Z', to: '2026-11-06T05:00:00.000Z' },
          difference: 2,
          letGo: 1,
          unlisted: 0,
        },
        { ...round, id: '6', kind: 'history', records: 12_400, rejected: 3, pages: 500 },
      ],
      comparison: { ...round, id: '5', kind: 'reconciliation', difference: 3, unlisted: 1 },
    }),
  ],
  [
    'settings-long-account-name',
    settings({
      connection: {
        ...connection,
        account: { externalId: '1', name: LONG, domains: ['acme.example', `${LONG.slice(0, 60)}.example`] },
      },
      visit: { systemKey: 'dialpad', outcome: 'connected', code: null },
      connectedByName: LONG,
    }),
  ],
  [
    'settings-former-accounts',
    settings({
      formerAccounts: [LONG, 'Old Acme'].map((name, place) => ({
        connectionId: `a3d6f1de-5c5e-4a55-9d8e-0d3b4b1f6c1${place}`,
        account: { externalId: String(place), name, domains: ['old.example'] },
        connectedAt: '2026-01-20T15:00:00.000Z',
        records: 1_840,
      })),
    }),
  ],
  ['settings-vendor-forgets', settings({ connection: { ...connection, forgetsAfterDays: 3 } })],
  [
    'settings-bounds-applied',
    settings({
      connection: {
        ...connection,
        bounds: {
          counterparties: 'masked',
          neverStored: 2,
          applying: { since: '2026-11-22T14:58:00.000Z', done: 1_200, total: 1_840 },
        },
      },
    }),
  ],
  [
    'settings-events-refused',
    settings({
      connection: {
        ...connection,
        problem: {
          kind: 'events-refused',
          message:
            'Calls arrive with the next round, not at once. Dialpad did not take the subscription to call events, as where a company has as many of them as it may have. It is tried again once a day.',
          action: 'wait',
        },
      },
    }),
  ],
  [
    'settings-again-in-vain',
    settings({
      rounds: [
        {
          ...round,
          id: '7',
          kind: 'again',
          outcome: 'failed',
          window: { from: '2026-11-03T05:00:00.000Z', to: '2026-11-06T05:00:00.000Z' },
          problem: {
            kind: 'vendor-error',
            message:
              'Dialpad did not list all of these days within a day, and is not asked for them any longer. What is stored of them is kept. Fetch them again once Dialpad is well.',
            action: 'wait',
          },
        },
        round,
      ],
    }),
  ],
  [
    'settings-three-were-deleted',
    settings({
      comparison: { ...round, id: '5', kind: 'reconciliation', difference: 0, letGo: 214, unlisted: 0 },
    }),
  ],
  [
    'settings-who-take-no-part',
    settings({
      mappings: {
        ...mappings,
        items: [
          { ...ann, notStored: { since: '2026-11-01', until: null } },
          {
            ...unmatched('Robin Vale'),
            notStored: { since: null, until: '2026-12-01' },
          },
          { ...unmatched(LONG), notStored: { since: null, until: null } },
          {
            ...unmatched('Priya Nair'),
            source: 'manual',
            notStored: { since: '2026-11-01', until: null },
          },
          unmatched('Tom Becker'),
        ],
        found: { employees: 5, phoneUsers: 0 },
        summary: { ...mappings.summary, employees: 5, matched: 1, manual: 1, unmatched: 1 },
      },
    }),
  ],
  ['settings-nobody-works-here', settings({ mappings: nobody })],
  [
    'settings-before-the-first-round',
    settings({
      mappings: nobody,
      rounds: [],
      connection: {
        ...connection,
        progress: { phase: 'history', done: 0, total: 0, records: 0, secondsLeft: null },
        lastFetchAt: null,
        completeUntil: null,
      },
    }),
  ],
  [
    'settings-notice-bad',
    settings(
      {},
      {
        lost: true,
        notice: { tone: 'bad', text: 'This site cannot be reached just now. Check your connection and try again.' },
      },
    ),
  ],
  [
    'visit-end-connected',
    visitEnd({
      visit: { systemKey: 'dialpad', outcome: 'connected', code: null },
      systemName: 'Dialpad',
      accountName: 'Acme',
    }),
  ],
  [
    'visit-end-failed',
    visitEnd({
      visit: { systemKey: 'dialpad', outcome: 'failed', code: 'wrong_domain' },
      systemName: 'Dialpad',
      accountName: null,
    }),
  ],
];
