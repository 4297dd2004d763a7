import { randomUUID } from 'node:crypto';
import { TenantTermsBook } from '../../src/access/index.js';
import { nameCalls } from '../../src/calls/announced-calls.js';
import { dueConnections, RoundBook, Rounds } from '../../src/calls/index.js';
import { Secret, type TenantTerms } from '../../src/contract/index.js';
import type { FetchJob } from '../../src/jobs/fetch.job.js';
import type { ConnectionStatus, RoundKind, StoredProblem } from '../../src/storage/index.js';
import { addDays, dayOf } from '../../src/support/days.js';
import { Problem } from '../../src/support/problem.js';
import { connectingServices, type ConnectingServices } from '../support/connecting-services.js';
import { aFetchJob } from '../support/fetch-job.js';
import type { Stage } from '../support/stage.js';
import type { TwoClocks } from '../support/two-clocks.js';
import { callId, ScriptedVendor } from './scripted-vendor.js';
import { BEGIN, type FetchingWorld, instant, MINUTE, type WorldAct } from './world.js';
import { boundsBook } from '../support/stage.js';

/** How often it is looked whether something is due. A host looks each second. */
export const LOOK_MS = 10 * MINUTE;
const DAY_MS = 24 * 60 * MINUTE;

type TimedAct = WorldAct | { readonly kind: 'disconnect'; readonly at: number };

/** What anybody can see of a connection. */
export interface Sight {
  readonly status: ConnectionStatus;
  readonly problem: StoredProblem | null;
  readonly historyFrom: number;
  readonly completeUntil: number | null;
  /** Ids of calls that are stored or set aside. */
  readonly known: ReadonlySet<string>;
}

/** The product's fetching for one company, in a world where nobody waits: only what a world says happens. */
export class FetchingHouse {
  readonly vendor: ScriptedVendor;
  private readonly tenantId = randomUUID();
  private readonly acts: TimedAct[];
  private historyDays: number;
  private retentionDays: number;
  private services: ConnectingServices;
  private rounds: Rounds;
  private job: FetchJob;
  private signal = new AbortController();
  private wantsToConnect = false;
  turns = 0;

  constructor(
    private readonly stage: Stage,
    private readonly clocks: TwoClocks,
    readonly world: FetchingWorld,
  ) {
    this.vendor = new ScriptedVendor(world, clocks, this.tenantId);
    this.historyDays = world.settings.historyDays;
    this.retentionDays = world.settings.retentionDays;
    this.acts = world.acts
      .flatMap((act): TimedAct[] =>
        act.kind === 'reconnect' ? [{ kind: 'disconnect', at: act.disconnectedAt }, act] : [act],
      )
      .sort((a, b) => a.at - b.at);
    ({ services: this.services, rounds: this.rounds, job: this.job } = this.start());
  }

  /** Lives the world from its beginning to its end. */
  async live(look: (sight: Sight) => Promise<void> | void): Promise<void> {
    await this.clocks.begin(BEGIN);
    this.clocks.setHostAhead(this.world.hostAheadSeconds * 1000);
    this.clocks.beginProcess();
    this.wantsToConnect = true;
    await this.liveUntil(instant(this.world.hours * 60), look);
  }

  /** Goes on for so long. */
  async liveOn(ms: number, look: (sight: Sight) => Promise<void> | void): Promise<void> {
    await this.liveUntil(this.clocks.now + ms, look);
  }

  /** What is shown of fetching. */
  async sight(): Promise<Sight> {
    const [row] = await this.stage.tenants.acrossTenants().execute<(Omit<Sight, 'known'> & { known: string[] })[]>(
      `select c.status, c.problem, (extract(epoch from c.history_from) * 1000)::float8 as "historyFrom",
         (extract(epoch from c.complete_until) * 1000)::float8 as "completeUntil",
         array(select r.external_id from phone_system.call_record r where r.connection_id = c.id
           union select r.external_id from phone_system.rejected_record r
             where r.connection_id = c.id and r.external_id is not null) as known
       from phone_system.connection c where c.tenant_id = ?`,
      [this.tenantId],
    );
    if (row === undefined) throw new Error('There is no connection.');
    return { ...row, known: new Set(row.known) };
  }

  /** The rounds that are shown, newest first. */
  async shownRounds(): Promise<readonly { readonly id: string; readonly kind: RoundKind; readonly outcome: string }[]> {
    return await this.rounds.list(await this.connection());
  }

  /** @returns the id of the round, or the refusal's code */
  async askForRound(): Promise<string> {
    const connection = await this.found();
    if (connection === null) return 'not_connected';
    try {
      return await this.rounds.requestManual(connection);
    } catch (error) {
      if (error instanceof Problem) return error.code;
      throw error;
    }
  }

  private async doubt({ of, days }: { readonly of: number; readonly days: number }): Promise<void> {
    const connection = await this.found();
    if (connection === null) return;
    const to = dayOf(new Date(instant(of)), TERMS.timeZone);
    try {
      await this.rounds.requestAgain(this.actor, connection, { from: addDays(to, -days), to });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  /** Every row of this company, so that the next one finds an empty database. */
  async close(): Promise<void> {
    const em = this.stage.tenants.acrossTenants();
    for (const table of [
      'announced_call',
      'fetch_window',
      'round',
      'call_record',
      'rejected_record',
      'connection',
      'tenant',
    ]) {
      await em.execute(`delete from phone_system.${table} where tenant_id = ?`, [this.tenantId]);
    }
  }

  private async liveUntil(end: number, look: (sight: Sight) => Promise<void> | void): Promise<void> {
    while (this.clocks.now < end) {
      await this.clocks.pass(LOOK_MS);
      for (let act = this.acts[0]; act !== undefined && instant(act.at) <= this.clocks.now; act = this.acts[0]) {
        this.acts.shift();
        await this.act(act);
      }
      if (this.wantsToConnect) await this.connect();
      if (this.wantsToConnect) continue;
      if (await this.turnIfDue()) await look(await this.sight());
    }
  }

  private async turnIfDue(): Promise<boolean> {
    const connection = await this.found();
    if (connection === null) return false;
    const due = await dueConnections(this.stage.tenants);
    if (!due.some(({ connectionId }) => connectionId === connection.id)) return false;
    if (!this.job.backoff.allows(connection.id)) return false;
    this.turns++;
    await this.job.work({ connectionId: connection.id }, this.signal.signal, () => Promise.resolve(false));
    if (this.signal.signal.aborted) this.restart();
    return true;
  }

  private async act(act: TimedAct): Promise<void> {
    switch (act.kind) {
      case 'manual':
        await this.askForRound();
        return;
      case 'again':
        await this.doubt(act);
        return;
      case 'named': {
        const connection = await this.found();
        if (connection === null) return;
        await this.stage.tenants.transaction(this.tenantId, (em) => nameCalls(em, connection, [callId(act.of)]));
        return;
      }
      case 'stop':
        this.vendor.interruption = () => this.signal.abort();
        return;
      case 'disconnect':
        this.wantsToConnect = false;
        await this.services.connections.disconnect(this.actor, this.vendor.descriptor.key, { erase: false });
        return;
      case 'reconnect':
        this.wantsToConnect = true;
        return;
      case 'history-days':
        this.historyDays = act.days;
        this.restart();
        this.wantsToConnect = true;
        return;
      case 'retention-days':
        this.retentionDays = act.days;
        return;
      case 'host-clock-back': {
        const { hostAheadSeconds } = this.world;
        this.vendor.interruption = () => this.clocks.setHostAhead(hostAheadSeconds * 1000 - act.minutes * MINUTE);
        return;
      }
    }
  }

  /** Whoever wants to connect tries again until the vendor is there. */
  private async connect(): Promise<void> {
    const attempt = { ...this.actor, providerKey: this.vendor.descriptor.key, returnTo: '/settings', verifier: null };
    const expiresAt = new Date(this.clocks.now + 400 * DAY_MS);
    const tokens = { access: new Secret('access'), refresh: null, expiresAt };
    const outcome = await this.services.connecting.complete(attempt, this.vendor, tokens, '/api');
    this.wantsToConnect = outcome !== 'connected';
  }

  private restart(): void {
    this.signal = new AbortController();
    this.clocks.beginProcess();
    Object.assign(this, this.start());
  }

  private start(): { services: ConnectingServices; rounds: Rounds; job: FetchJob } {
    const { stage, vendor } = this;
    const { near, farHours, longestCallHours } = this.world.settings;
    const settings = {
      ...stage.settings,
      fetchEverySeconds: near * 60,
      farEverySeconds: farHours * 3600,
      longestCallHours,
      historyDays: this.historyDays,
    };
    const copy = { ...stage, settings };
    const terms = (): TenantTerms => ({ ...TERMS, retentionDays: this.retentionDays });
    const services = connectingServices(copy, vendor, { termsOf: () => Promise.resolve(terms()) });
    const open = services.sessions.open.bind(services.sessions);
    services.sessions.open = (...given) => {
      const session = open(...given);
      vendor.clock = session.clock;
      return session;
    };
    const gated = services.registry.find(vendor.descriptor.key) ?? null;
    const rounds = new Rounds(
      stage.tenants,
      services.registry,
      new RoundBook(stage.tenants, settings),
      new TenantTermsBook({ termsOf: () => Promise.resolve(terms()) }, stage.tenants, boundsBook),
    );
    const job = aFetchJob(copy, services, { installed: () => gated, employees: () => [], terms });
    return { services, rounds, job };
  }

  private async connection() {
    const found = await this.found();
    if (found === null) throw new Error('There is no connection.');
    return found;
  }

  /** Null where nobody ever connected. */
  private async found() {
    return await this.services.connections.find(this.tenantId, this.vendor.descriptor.key);
  }

  private get actor() {
    return { tenantId: this.tenantId, employeeId: 'e1' };
  }
}

const TERMS: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};
