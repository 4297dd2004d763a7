import { acme, acmePeople, recordsOf, startDialpadSimulator } from './index.js';
import type { DialpadSimulator, SimulatedCall } from './index.js';

const NOW = Date.parse('2026-11-20T18:00:00Z');
const YESTERDAY = '2026-11-19';

describe('the stories of a day', () => {
  let dialpad: DialpadSimulator;
  beforeAll(async () => {
    dialpad = await startDialpadSimulator({ now: () => new Date(NOW) });
  });
  afterAll(() => dialpad.stop());

  const told = () => dialpad.stories('acme.example', YESTERDAY);
  const clock = (instant: number | null): string | null =>
    instant === null
      ? null
      : new Date(instant).toLocaleTimeString('en-GB', { timeZone: 'America/New_York', timeStyle: 'medium' });
  const talk = ({ connectedAt, endedAt }: SimulatedCall) => [clock(connectedAt), clock(endedAt)];

  it('give the one who adds a participant two records that overlap', () => {
    const { first, added } = told().addedParticipant;
    expect(first.target.id).toBe(added.target.id);
    expect([talk(first), talk(added)]).toEqual([
      ['10:00:00', '10:10:00'],
      ['10:06:00', '10:15:00'],
    ]);
  });

  it('have a voicemail from both sides', () => {
    const { sent, received } = told().voicemail;
    expect([sent.direction, sent.voicemail, sent.connectedAt === null]).toEqual(['outbound', 'none', false]);
    expect([received.direction, received.voicemail, received.connectedAt]).toEqual(['inbound', 'message', null]);
  });

  it('join records by the ids that Dialpad gives, and colleagues by none', () => {
    const { department, ringAll, queueCall, colleagues } = told();
    expect(department.person.entryPointCallId).toBe(department.group.id);
    expect(
      [ringAll.rung, ringAll.answered, ringAll.alsoRung].filter(({ connectedAt }) => connectedAt !== null),
    ).toEqual([ringAll.answered]);
    expect([queueCall.queue.masterCallId, queueCall.queue.operatorCallId, queueCall.agent.entryPointCallId]).toEqual([
      queueCall.menu.id,
      queueCall.agent.id,
      queueCall.queue.id,
    ]);
    const named = [colleagues.caller, colleagues.callee].flatMap(({ masterCallId, entryPointCallId }) => [
      masterCallId,
      entryPointCallId,
    ]);
    expect(named).toEqual([null, null, null, null]);
  });

  it('have a call that crosses midnight and one of more than two hours', () => {
    const { acrossMidnight, longCall } = told();
    expect(talk(acrossMidnight.call)).toEqual(['23:50:00', '00:20:00']);
    expect(longCall.call.endedAt - (longCall.call.connectedAt ?? 0)).toBeGreaterThan(2 * 3_600_000);
  });

  it('are in the list with the ids and times that they name, each id once', () => {
    const records = recordsOf(told());
    const listed = new Map(dialpad.calls('Acme', new Date(0), new Date(NOW)).map((call) => [call.id, call]));
    expect(records.map(({ id }) => listed.get(id))).toEqual(records);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  });

  it('leave nobody on two calls at once but where the story says so', () => {
    const { addedParticipant } = told();
    const [from, to] = [new Date(NOW - 14 * 86_400_000), new Date(NOW)];
    const calls = dialpad.calls('Acme', from, to).filter(({ target }) => target.type === 'user');
    const overlaps = calls.flatMap((a) =>
      calls
        .filter((b) => a.id < b.id && a.target.id === b.target.id && a.startedAt < b.endedAt && b.startedAt < a.endedAt)
        .map((b) => [a.target.name, b.startedAt - a.startedAt]),
    );
    const { first, added } = addedParticipant;
    const adding = [first.target.name, added.startedAt - first.startedAt];
    expect(overlaps.filter((pair) => JSON.stringify(pair) !== JSON.stringify(adding))).toEqual([]);
    expect(overlaps).toHaveLength(14);
  });

  it('are told on days of 23 and 25 hours too', async () => {
    const inSpring = await startDialpadSimulator({ now: () => new Date('2026-03-12T12:00:00Z') });
    const { acrossMidnight } = inSpring.stories('acme.example', '2026-03-08');
    expect(talk(acrossMidnight.call)).toEqual(['23:50:00', '00:20:00']);
    await inSpring.stop();
  });

  it('go on with a call in every hour', () => {
    const starts = dialpad
      .calls('Acme', new Date(NOW - 7 * 86_400_000), new Date(NOW))
      .map(({ startedAt }) => startedAt);
    const hours = new Set(starts.map((start) => Math.floor(start / 3_600_000)));
    expect(hours.size).toBeGreaterThanOrEqual(7 * 24 - 7);
  });

  it('refuse a day before the first and a day that is none', () => {
    expect(() => dialpad.stories('acme.example', '2020-01-01')).toThrow('no stories');
    expect(() => dialpad.stories('acme.example', '2026-02-30')).toThrow('no day');
  });
});

describe('the people of Acme', () => {
  it('are matched as their list says', () => {
    const lines = acme.users;
    const digits = (phone: string) => phone.replace(/\D/g, '').slice(-10);
    for (const { name, emails, phones, match, dialpadUserId } of acmePeople) {
      const byEmail = lines.filter((line) => line.emails.some((email) => emails.includes(email.toLowerCase())));
      const byPhone = lines.filter((line) =>
        line.phoneNumbers.some((one) => phones.some((own) => digits(own) === digits(one))),
      );
      const [found, how] = byEmail.length > 0 ? [byEmail, 'email'] : [byPhone, 'phone'];
      const expected = found.length === 0 ? 'none' : found.length > 1 ? 'ambiguous' : how;
      expect([name, expected, found.length === 1 ? found[0]?.id : null]).toEqual([name, match, dialpadUserId]);
    }
  });

  it('include every kind that a directory has', () => {
    const states = new Set(acme.users.map(({ state }) => state));
    expect(states).toEqual(new Set(['active', 'deleted', 'pending', 'suspended']));
    expect(acme.users.some(({ emails, phoneNumbers }) => emails.length === 0 && phoneNumbers.length > 0)).toBe(true);
    expect(acme.users.some(({ phoneNumbers }) => phoneNumbers.length === 0)).toBe(true);
    const groupNumbers = acme.groups.map(({ phone }) => phone);
    expect(acme.users.some(({ phoneNumbers }) => phoneNumbers.some((phone) => groupNumbers.includes(phone)))).toBe(
      true,
    );
  });
});
