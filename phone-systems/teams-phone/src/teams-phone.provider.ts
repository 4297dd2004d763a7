import { Inject } from '@nestjs/common';
import {
  type CallDetail,
  type CallPage,
  type CallRecord,
  type DetailFacet,
  type KnownPhoneUsers,
  type NamedCall,
  type Page,
  PhoneSystem,
  type PhoneSystemProvider,
  type PhoneUser,
  type ProviderAccount,
  type ProviderClient,
  type ProviderDescriptor,
  ProviderError,
  type ProviderSession,
  type TimeWindow,
  type Wire,
  isObject,
  pageToken,
  readId,
  readList,
  readObject,
  readText,
  toPage,
  walk,
} from 'prodoscore-phone-systems';
import { isShown, readCall, readStub } from './teams-phone.calls.js';
import { TEAMS_PHONE } from './teams-phone.descriptor.js';
import { failureOf } from './teams-phone.failures.js';
import {
  aroundRow,
  isSameCall,
  type Log,
  LOGS,
  type NamedRow,
  recordOf,
  readRow,
  readRowStub,
  rowNamed,
} from './teams-phone.log-rows.js';
import { Graph } from './teams-phone.graph.js';
import { type Configurations, isInitial, readConfiguration, readUser } from './teams-phone.people.js';
import { TeamsPhoneWebhooks } from './teams-phone.webhooks.js';

export const TEAMS_PHONE_CLIENT = Symbol('TEAMS_PHONE_CLIENT');

const RECORDS = '/v1.0/communications/callRecords';
const CONFIGURATIONS = '/v1.0/admin/teams/userConfigurations';
const LOG_NAMES: readonly Log[] = ['pstn', 'direct'];
const FIELDS = 'id,displayName,mail,userPrincipalName,proxyAddresses,businessPhones,accountEnabled,userType';

/** Microsoft Teams Phone, through Microsoft Graph. */
@PhoneSystem({ manifest: new URL('../plugin.manifest.json', import.meta.url) })
export class TeamsPhoneSystem implements PhoneSystemProvider, DetailFacet {
  readonly descriptor: ProviderDescriptor = TEAMS_PHONE;

  readonly failureOf = failureOf;
  readonly details: DetailFacet = this;
  readonly webhooks: TeamsPhoneWebhooks;
  private readonly graph: Graph;

  constructor(@Inject(TEAMS_PHONE_CLIENT) readonly client: ProviderClient | null) {
    this.graph = new Graph((client ?? TEAMS_PHONE.environments.production).baseUrl);
    this.webhooks = new TeamsPhoneWebhooks(this.graph);
  }

  /** An app may lack one permission and have the others: each is asked for. */
  async identify(session: ProviderSession): Promise<ProviderAccount> {
    const account = await session.send({ path: '/v1.0/organization', budget: 'directory', read: readAccount });
    await this.graph.page(session, '/v1.0/users?$select=id&$top=1', 'directory');
    const now = new Date();
    await this.graph.page(session, recordsIn({ from: now, to: now }), 'callRecords');
    return account;
  }

  /** Where Teams tells what it knows of everybody, that says who has which number, and who is a queue. */
  async *listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    const configured = await this.configurations(session);
    yield* walk(async (token = pageToken(`/v1.0/users?$select=${FIELDS}&$top=999`)) =>
      toPage(await this.graph.page(session, token, 'directory'), (wire) => readUser(wire, configured)),
    );
  }

  /** Call records first, then the rows of the two logs, one list behind the other. */
  listCalls(session: ProviderSession, window: TimeWindow, phoneUsers: KnownPhoneUsers): AsyncIterable<CallPage> {
    const firsts = [recordsIn(window), ...LOG_NAMES.map((log) => rowsIn(log, window))];
    return walk(async (token = pageToken(`0 ${firsts[0]}`)): Promise<CallPage> => {
      const place = Number(token[0]);
      const people = idsOf(await phoneUsers());
      const log = LOG_NAMES[place - 1];
      const page = await this.graph.page(session, token.slice(2), 'callRecords');
      const { items, next, ...rest } = toPage(page, (wire) =>
        log !== undefined ? readRowStub(log, wire, people, new Date()) : isShown(wire) ? readStub(wire) : [],
      );
      const announced = items.filter(({ startedAt }) => startedAt >= window.from && startedAt < window.to);
      const following =
        next !== undefined ? `${place} ${next}` : place < LOG_NAMES.length ? `${place + 1} ${firsts[place + 1]}` : null;
      return { ...rest, items: [], announced, ...(following !== null && { next: pageToken(following) }) };
    });
  }

  async readCall(
    session: ProviderSession,
    { externalId }: NamedCall,
    phoneUsers: KnownPhoneUsers,
  ): Promise<CallDetail> {
    const people = idsOf(await phoneUsers());
    const row = rowNamed(externalId);
    return row === null ? await this.readRecord(session, externalId, people) : await this.readRow(session, row, people);
  }

  private async readRecord(session: ProviderSession, id: string, people: ReadonlySet<string>): Promise<CallDetail> {
    const path = `${RECORDS}/${encodeURIComponent(id)}`;
    const record = await session.send({
      path: `${path}?$expand=sessions($expand=segments)`,
      budget: 'callRecords',
      read: readObject,
    });
    const { 'sessions@odata.nextLink': more } = record;
    // Where that leads has been seen to be nowhere: the list of its own has all of them.
    const sessions =
      readText(more) === null
        ? readList(record['sessions'])
        : await this.graph.all(session, `${path}/sessions?$expand=segments`, 'callRecords');
    const { items, rejected = [] } = toPage({ items: [record], next: null }, (wire, reject) =>
      isShown(wire) ? readCall(wire, sessions, people, reject) : [],
    );
    return { items, rejected, revision: readStub(record).revision };
  }

  /** Most rows tell a call that a call record tells better: of that they know the number where it was masked. */
  private async readRow(
    session: ProviderSession,
    { log, id, beganAt }: NamedRow,
    people: ReadonlySet<string>,
  ): Promise<CallDetail> {
    const at = { from: beganAt, to: new Date(beganAt.getTime() + 1_000) };
    const row = (await this.graph.all(session, rowsIn(log, at), 'callRecords')).find((each) => each['id'] === id);
    if (row === undefined) throw new ProviderError({ kind: 'gone' }, 'Microsoft’s log does not have this row.');
    const { items, rejected = [] } = toPage({ items: [row], next: null }, readRow);
    const [own] = items;
    const part = own && (await this.partTold(session, row, people));
    if (own === undefined || part === undefined) return { items, rejected };
    const { number } = own.counterparty;
    if (number === null || part.counterparty.number !== null) return { items: [] };
    return { items: [{ ...part, counterparty: { ...part.counterparty, number }, viaNumber: own.viaNumber }] };
  }

  /** What call records tell of the call of a row. */
  private async partTold(
    session: ProviderSession,
    row: Wire,
    people: ReadonlySet<string>,
  ): Promise<CallRecord | undefined> {
    const named = recordOf(row);
    const told = async (id: string): Promise<CallRecord | undefined> =>
      (await this.readRecord(session, id, people).catch(noneWhereGone)).items.find((part) => isSameCall(row, part));
    const part = named === null ? undefined : await told(named);
    if (part !== undefined) return part;
    const beside = recordsIn(aroundRow(row), readId(row['userId']) ?? '');
    for (const record of await this.graph.all(session, beside, 'callRecords')) {
      const found = await told(readId(record['id']) ?? '');
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private async configurations(session: ProviderSession): Promise<Configurations | null> {
    try {
      const all = await this.graph.all(session, CONFIGURATIONS, 'directory');
      return new Map(all.map(readConfiguration).map((each) => [each.id, each]));
    } catch (error) {
      if (error instanceof ProviderError && NOT_TOLD.has(error.failure.kind)) return null;
      throw error;
    }
  }
}

/** The app has not the permission, or the tenant is older than this list. */
const NOT_TOLD = new Set(['forbidden', 'gone']);

function noneWhereGone(error: unknown): CallDetail {
  if (error instanceof ProviderError && error.failure.kind === 'gone') return { items: [] };
  throw error;
}

const idsOf = (users: readonly PhoneUser[]): ReadonlySet<string> => new Set(users.map(({ externalId }) => externalId));

/** Of one person, or of everybody. */
function recordsIn({ from, to }: TimeWindow, user?: string): string {
  const span = `startDateTime ge ${from.toISOString()} and startDateTime lt ${to.toISOString()}`;
  const of = user === undefined ? '' : ` and participants_v2/any(p:p/id eq '${user.replaceAll("'", "''")}')`;
  return `${RECORDS}?$filter=${encodeURIComponent(span + of)}`;
}

/** Whole seconds around a window: one log has its last second, the other one has not. */
function rowsIn(log: Log, { from, to }: TimeWindow): string {
  const second = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
  const span = `fromDateTime=${second(from.getTime())},toDateTime=${second(to.getTime() + 1_000)}`;
  return `${RECORDS}/${LOGS[log]}(${span})`;
}

function readAccount(json: unknown): ProviderAccount {
  const organization = readObject(readList(readObject(json)['value'])[0]);
  const externalId = readId(organization['id']);
  if (externalId === null) throw new Error('The organization has no id.');
  const domains = readList(organization['verifiedDomains'])
    .filter(isObject)
    .filter(({ capabilities }) => /\bEmail\b/.test(readText(capabilities) ?? ''))
    .flatMap(({ name }) => readText(name)?.toLowerCase() ?? []);
  return {
    externalId,
    name: readText(organization['displayName']) ?? externalId,
    domains: domains.filter((domain) => !isInitial(domain)),
    readsAllCalls: true,
  };
}
