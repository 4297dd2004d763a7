import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseLocation } from '../../../src/storage/index.js';
import { dayOf } from '../../../src/support/days.js';
import { ACME_TIME_ZONE, acmePeople, type DialpadSimulator } from '../../../src/testing/index.js';
import { freePort, type LaunchedHost, launchHost, removeDir } from '../../support/host-process.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { connectDialpad, type Person, signIn, until } from '../../support/way.js';
import { type EndState, readEndState } from './end-state.js';
import { lookInto, type ReadRows } from './rows.js';

export type DatabaseKind = 'embedded' | 'server';
const ADMIN = 'dana@acme.example';
const DAY_MS = 86_400_000;

/** What came out in the end: row by row, and as the host tells it over HTTP. */
export interface Outcome {
  readonly state: EndState;
  readonly totals: readonly unknown[];
}

/** The environment of a host; what is left out is what a fault test wants: rounds every few seconds. */
export type Settings = Readonly<Record<string, string>>;

/** A host that is put through something: its database and its settings outlive its processes. */
export class Subject {
  host: LaunchedHost | null = null;

  private constructor(
    readonly kind: DatabaseKind,
    readonly location: DatabaseLocation,
    readonly dataDir: string,
    private readonly env: Settings,
    private readonly database: TestDatabase | null,
  ) {}

  static async open(kind: DatabaseKind, dialpad: DialpadSimulator, settings: Settings = {}): Promise<Subject> {
    const dataDir = await mkdtemp(join(tmpdir(), 'phone-systems-'));
    const database = kind === 'server' ? await createTestDatabase() : null;
    if (kind === 'server' && database?.location.kind !== 'server') {
      throw new Error('This test needs a PostgreSQL server: set DATABASE_URL, or run it with .ci/with-postgres.');
    }
    const env = {
      PORT: String(await freePort()),
      DATA_DIR: dataDir,
      DIALPAD_CLIENT_ID: dialpad.clientId,
      DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
      DIALPAD_BASE_URL: dialpad.baseUrl,
      TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      FETCH_EVERY_SECONDS: '2',
      FAR_EVERY_SECONDS: '3',
      ...(database?.options.databaseUrl === undefined ? {} : { DATABASE_URL: database.options.databaseUrl }),
      ...settings,
    };
    return new Subject(kind, database?.location ?? { kind: 'embedded', dataDir }, dataDir, env, database);
  }

  /** Starts a process and does not wait for it; `settings` go over the subject's own. */
  async launch(settings: Settings = {}): Promise<LaunchedHost> {
    this.host = await launchHost({ ...this.env, ...settings });
    return this.host;
  }

  /** Another copy on the same server, with a port and a folder of its own. */
  async launchCopy(settings: Settings = {}): Promise<LaunchedHost> {
    const port = String(await freePort());
    return await launchHost({ ...this.env, PORT: port, DATA_DIR: join(this.dataDir, `copy-${port}`), ...settings });
  }

  async start(settings: Settings = {}): Promise<Person> {
    const host = await this.launch(settings);
    await host.ready;
    return await this.admin(host);
  }

  async admin(host: LaunchedHost | null = this.host): Promise<Person> {
    if (host === null) throw new Error('No host is running.');
    return await signIn(host.url, ADMIN);
  }

  async connect(person: Person): Promise<void> {
    const back = await connectDialpad(person, ADMIN, 'allow');
    if (!back.includes('outcome=connected')) throw new Error(`Dialpad could not be connected: ${back}`);
  }

  /** Looks at the rows; an embedded database is looked at while no host runs. */
  async look<T>(look: (read: ReadRows) => Promise<T>): Promise<T> {
    if (this.kind === 'embedded' && this.host?.isRunning()) throw new Error('The host still runs.');
    return await lookInto(this.location, look);
  }

  /** When the history of the one connection begins. */
  async historyFrom(): Promise<Date> {
    const [row] = await this.look((read) =>
      read<{ at: string }>('select history_from as at from phone_system.connection'),
    );
    if (row === undefined) throw new Error('There is no connection.');
    return new Date(row.at);
  }

  /** Has a running host fetch what is left, lets everything be scored, ends it, and reads what came out. */
  async outcome(since: Date): Promise<Outcome> {
    const person = await this.admin();
    await person.untilComplete();
    const round = await person.fetchNow();
    if (round.outcome !== 'done') throw new Error(`The last round is not done: ${JSON.stringify(round)}`);
    const totals = await totalsOf(person, since);
    for (let attempt = 1; ; attempt++) {
      await this.host?.stop();
      const state = await this.look((read) => readEndState(read, since, ACME_TIME_ZONE));
      if (state.waiting.length === 0 || attempt === 10) return { state, totals };
      await this.start();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }

  async close(): Promise<void> {
    await this.host?.kill();
    await this.database?.drop();
    await removeDir(this.dataDir);
  }
}

interface TotalsJson {
  readonly items: readonly { readonly day: string; readonly complete: boolean }[];
}

/** What each employee's days come to, over HTTP, once every day that is over is complete. */
async function totalsOf(person: Person, since: Date): Promise<unknown[]> {
  const from = dayOf(new Date(since.getTime() + 2 * DAY_MS), ACME_TIME_ZONE);
  const to = dayOf(new Date(Date.now() - DAY_MS), ACME_TIME_ZONE);
  const totals: unknown[] = [];
  for (const { id } of acmePeople) {
    const { items } = await until(
      `every day of ${id} is complete`,
      () => person.json<TotalsJson>(`/api/phone-systems/employees/${id}/days?from=${from}&to=${to}`),
      (days) => days.items.every(({ complete }) => complete),
    );
    totals.push({ id, items });
  }
  return totals;
}

/**
 * The same as a run that nothing disturbed: a host of its own on the same Dialpad, whose clock must stand.
 *
 * @param asked what is asked of it once all is fetched
 */
export async function undisturbed(
  kind: DatabaseKind,
  dialpad: DialpadSimulator,
  settings: Settings,
  asked?: (person: Person) => Promise<void>,
): Promise<Outcome & { readonly since: Date }> {
  const subject = await Subject.open(kind, dialpad, settings);
  try {
    const person = await subject.start();
    await subject.connect(person);
    await person.untilComplete();
    await asked?.(person);
    const { since } = { since: await sinceOf(subject, person) };
    return { ...(await subject.outcome(since)), since };
  } finally {
    await subject.close();
  }
}

/** An embedded database cannot be read beside its host, so the oldest round tells: the history. */
async function sinceOf(subject: Subject, person: Person): Promise<Date> {
  if (subject.kind === 'server') return await subject.historyFrom();
  const { items } = await person.json<{ items: { kind: string; window: { from: string } }[] }>(
    '/api/phone-systems/dialpad/fetches',
  );
  const history = items.find(({ kind }) => kind === 'history');
  if (history === undefined) throw new Error('There is no history round.');
  return new Date(history.window.from);
}
