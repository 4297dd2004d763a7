import { acmeAtRingCentral, startRingCentralSimulator } from './index.js';
import type { RingCentralSimulator } from './index.js';

const NOW = Date.UTC(2026, 10, 20, 17);
const DAY = '2026-11-18';

describe('the stories of a day', () => {
  let ringCentral: RingCentralSimulator;
  beforeAll(async () => {
    ringCentral = await startRingCentralSimulator({ historyDays: 30, now: () => new Date(NOW) });
  });
  afterAll(() => ringCentral.stop());

  const stories = () => ringCentral.stories('acme.example', DAY);
  const all = () => ringCentral.records('acme.example', new Date(NOW - 30 * 86_400_000), new Date(NOW));

  it('are all among what a complete fetch must find', () => {
    const found = new Set(all().map((part) => JSON.stringify(part)));
    for (const [name, parts] of Object.entries(stories())) {
      for (const [role, part] of Object.entries(parts)) {
        expect([name, role, found.has(JSON.stringify(part))]).toEqual([name, role, true]);
      }
    }
  });

  it('have an added participant: two calls of one person that overlap', () => {
    const { first, added } = stories().addedParticipant;
    expect(first?.extensionId).toBe(added?.extensionId);
    expect(first?.recordId).not.toBe(added?.recordId);
    expect(added?.startedAt).toBeLessThan(first?.endedAt ?? 0);
  });

  it('have a voicemail on both sides: a talk for the sender, a message for the receiver', () => {
    expect([stories().voicemail.sent?.outcome, stories().voicemail.received?.outcome]).toEqual([
      'answered',
      'voicemail',
    ]);
  });

  it('have a queue’s call that one of three answered', () => {
    const { answered, rung, alsoRung } = stories().queueCall;
    expect([answered, rung, alsoRung].map((part) => part?.outcome)).toEqual(['answered', 'missed', 'missed']);
    expect(new Set([answered, rung, alsoRung].map((part) => part?.groupId))).toEqual(
      new Set([acmeAtRingCentral.cast?.queue]),
    );
  });

  it('have a call over midnight, a missed one, and one of nobody', () => {
    const { acrossMidnight, missed, menuOnly } = stories();
    expect(acrossMidnight.call?.endedAt).toBe(Date.UTC(2026, 10, 19, 5, 20));
    expect([missed.call?.outcome, menuOnly.nobody?.extensionId]).toEqual(['missed', null]);
  });

  it('leave nobody on two everyday calls at once', () => {
    const told = new Set(
      Object.values(stories()).flatMap((parts) => Object.values(parts).map((part) => part.recordId)),
    );
    const talks = all()
      .filter(({ recordId, connectedAt }) => !told.has(recordId) && connectedAt !== null && !/0000\d\d/.test(recordId))
      .filter(({ startedAt }) => startedAt >= Date.UTC(2026, 10, 18, 5) && startedAt < Date.UTC(2026, 10, 19, 4));
    for (const one of talks) {
      const others = talks.filter(
        (other) =>
          other !== one &&
          other.extensionId === one.extensionId &&
          other.startedAt < one.endedAt &&
          other.endedAt > one.startedAt,
      );
      expect(others).toEqual([]);
    }
    expect(talks.length).toBeGreaterThan(30);
  });

  it('are refused for a company that tells none, and before its history', () => {
    expect(() => ringCentral.stories('globex.example', DAY)).toThrow('There are no stories of globex.example');
    expect(() => ringCentral.stories('acme.example', '2026-01-01')).toThrow('There are no stories');
  });
});

describe('chance', () => {
  it('is the same for the same seed, and another for another', async () => {
    const made = async (seed: number): Promise<string> => {
      const one = await startRingCentralSimulator({ seed, historyDays: 3, now: () => new Date(NOW) });
      const records = one.records('globex.example', new Date(NOW - 3 * 86_400_000), new Date(NOW));
      await one.stop();
      return JSON.stringify(records);
    };
    expect(await made(1)).toBe(await made(1));
    expect(await made(1)).not.toBe(await made(2));
  });
});
