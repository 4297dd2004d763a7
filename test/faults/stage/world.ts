import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chance, chanceOf } from '../../../src/testing/vendor/index.js';
import {
  acme,
  type DialpadSimulator,
  type DialpadSimulatorOptions,
  outsider,
  partyOf,
  type SimulatedCall,
  startDialpadSimulator,
} from '../../../src/testing/index.js';
import { removeDir } from '../../support/host-process.js';

const MINUTE = 60_000;
export const COMPANY = 'acme.example';
const active = acme.users.filter(({ state }) => state === 'active');
const customer = outsider('Annette Keller', '+14155550111', 'annette@customer.example');

/** How the simulated Dialpad of a fault test behaves. */
export type WorldOptions = Pick<
  DialpadSimulatorOptions,
  'latencyMs' | 'accessTokenSeconds' | 'callPageSize' | 'limits' | 'otherSubscriptions'
>;

/**
 * A Dialpad with a past, with calls that are going on, and with a clock that can be stopped: once it stands, nothing
 * concludes any more, and two hosts that fetch one after the other must end with the same.
 */
export class World {
  private stoppedAt: number | null = null;
  private readonly forgotten = new Set<string>();
  private readonly calmOnes: { readonly dialpad: DialpadSimulator; readonly dir: string }[] = [];

  private constructor(
    readonly dialpad: DialpadSimulator,
    private readonly dir: string,
    private readonly clock: { now: () => Date },
  ) {}

  static async open(seed: string, options: WorldOptions = {}): Promise<World> {
    const dir = await mkdtemp(join(tmpdir(), 'phone-systems-dialpad-'));
    const clock = { now: () => new Date() };
    const dialpad = await startDialpadSimulator({ ...options, dataDir: dir, now: () => clock.now() });
    const world = new World(dialpad, dir, clock);
    world.addLiveCalls(chanceOf(seed));
    world.addUnreadableCalls();
    clock.now = () => new Date(world.stoppedAt ?? Date.now());
    return world;
  }

  /** From here on no call begins or ends. */
  stopClock(): void {
    this.stoppedAt ??= Date.now();
  }

  /** The same Dialpad with large pages, without limits and faults, that has forgotten nothing: what an undisturbed run is made on. */
  async calm(): Promise<DialpadSimulator> {
    const dir = await mkdtemp(join(tmpdir(), 'phone-systems-dialpad-'));
    await cp(this.dir, dir, { recursive: true });
    const dialpad = await startDialpadSimulator({
      dataDir: dir,
      now: () => this.clock.now(),
      callPageSize: 500,
      limits: 'off',
    });
    dialpad.forget(COMPANY, { userIds: [], afterDays: null, accessDays: null });
    this.calmOnes.push({ dialpad, dir });
    return dialpad;
  }

  /** Every call that began in a span and has ended by an instant. */
  calls({ from, to }: { readonly from: number; readonly to: number }, endedBy: number): readonly SimulatedCall[] {
    return this.dialpad
      .calls(COMPANY, new Date(from), new Date(to))
      .filter(({ endedAt, target }) => endedAt <= endedBy && !this.forgotten.has(target.id));
  }

  /** From here on nobody has to know the calls of this user. */
  forget(userId: string): void {
    this.forgotten.add(userId);
  }

  /** A call that ends in a moment, of which subscribers are told. */
  addCallThatEnds(chance: Chance): void {
    const startedAt = Date.now() - chance.between(1, 20) * MINUTE;
    this.dialpad.addCall(COMPANY, {
      direction: chance.percent(50) ? 'inbound' : 'outbound',
      startedAt,
      connectedAt: startedAt + chance.between(1_000, 20_000),
      endedAt: Date.now() + chance.between(100, 3_000),
      target: partyOf(acme, chance.pick(active).id),
      contact: chance.percent(70) ? customer : partyOf(acme, chance.pick(active).id),
    });
  }

  /** A call that a colleague has just had with this user. */
  addCallWith(userId: string): void {
    const colleague = active.find(({ id }) => id !== userId && !this.forgotten.has(id))!;
    const startedAt = Date.now() - MINUTE;
    this.dialpad.addCall(COMPANY, {
      direction: 'outbound',
      startedAt,
      connectedAt: startedAt + 1_000,
      endedAt: Date.now() - 1,
      target: partyOf(acme, colleague.id),
      contact: partyOf(acme, userId),
    });
  }

  async close(): Promise<void> {
    await this.dialpad.stop();
    await removeDir(this.dir);
    for (const { dialpad, dir } of this.calmOnes) {
      await dialpad.stop();
      await removeDir(dir);
    }
  }

  /** Calls that began long or shortly before now and end while the test runs: what a careless poller loses. */
  private addLiveCalls(chance: Chance): void {
    const now = Date.now();
    let before: SimulatedCall | null = null;
    for (let place = 0; place < 40; place++) {
      const startedAt = now - chance.between(1, chance.percent(30) ? 20 * 60 : 30) * MINUTE;
      const endedAt = now + chance.between(2_000, 120_000);
      const answered = chance.percent(75);
      before = this.dialpad.addCall(COMPANY, {
        direction: 'inbound',
        startedAt,
        connectedAt: answered ? startedAt + chance.between(1_000, MINUTE) : null,
        endedAt,
        target: partyOf(acme, chance.pick(active).id),
        contact: customer,
        ...(answered ? {} : { voicemail: 'message' as const, voicemailAfterMs: chance.between(0, 30_000) }),
        ...(before !== null && chance.percent(30) ? { masterCallId: before.id } : {}),
      });
    }
  }

  /** Connected before they began: set aside, and stop nothing. */
  private addUnreadableCalls(): void {
    for (const hoursAgo of [3, 9, 30]) {
      const startedAt = Date.now() - hoursAgo * 60 * MINUTE;
      this.dialpad.addCall(COMPANY, {
        direction: 'inbound',
        startedAt,
        connectedAt: startedAt - MINUTE,
        endedAt: startedAt + MINUTE,
        target: partyOf(acme, acme.users[0]?.id ?? ''),
      });
    }
  }
}
