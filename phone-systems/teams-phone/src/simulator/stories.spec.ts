import { startTeamsPhoneSimulator } from './index.js';
import type { StoryName, TeamsPhoneSimulator } from './index.js';
import { asked } from './spec-support/asked.js';
import type { WireEnd, WireRecord } from './spec-support/asked.js';
import { STORIES } from './stories.js';

const NOW = Date.UTC(2026, 10, 20, 17);
const DAY = '2026-11-18';
const DAY_MS = 86_400_000;

describe('stories', () => {
  let teams: TeamsPhoneSimulator;
  const now = NOW;
  beforeAll(async () => {
    teams = await startTeamsPhoneSimulator({
      ...{ limits: 'off', historyDays: 60, now: () => new Date(now), behaves: { endsNamedBy: 'identity' } },
      delays: { firstVersionMinutes: [0, 0], nextVersionMinutes: [1, 1] },
    });
  });
  afterAll(() => teams.stop());

  const read = async (id: string | undefined): Promise<WireRecord> => {
    const path = `${teams.baseUrl}/v1.0/communications/callRecords/${id ?? ''}?$expand=sessions($expand=segments)`;
    return (await asked<WireRecord>(path, teams.grant('Acme'))).body;
  };
  const stories = (day = DAY) => teams.stories('acme.example', day);
  const tell = (name: StoryName, startsAt = now - 7_200_000) => teams.addStory('Acme', name, new Date(startsAt));
  const whoIs = ({ identity, userAgent }: WireEnd) =>
    identity?.user?.displayName ?? identity?.phone?.id ?? userAgent.role ?? null;

  it('are all among what a complete fetch must come to', () => {
    const found = new Set(
      teams.records('Acme', new Date(NOW - 5 * DAY_MS), new Date(NOW)).map((record) => JSON.stringify(record)),
    );
    for (const [name, records] of Object.entries(stories())) {
      // Its row comes a day later, and that is not over two days on in any case.
      if (name === 'rowOnly') continue;
      for (const [role, record] of Object.entries(records)) {
        expect([name, role, found.has(JSON.stringify(record))]).toEqual([name, role, true]);
      }
    }
  });

  it('have a queue’s call as the sample has it: agents call, and a queue that calls has no name', async () => {
    const { calls, records } = tell('queueCall');
    const { sessions, type, organizer_v2 } = await read(calls[0]?.id);
    expect([type, organizer_v2.id?.startsWith('+1312555')]).toEqual(['groupCall', true]);
    const [incoming, rung, taken, nameless, assistant] = sessions;
    expect(incoming).toMatchObject({
      caller: { userAgent: { role: 'mediationServer' } },
      callee: {
        '@odata.type': '#microsoft.graph.callRecords.serviceEndpoint',
        userAgent: { role: 'skypeForBusinessCallQueues', headerValue: expect.stringContaining('CallQueue') as string },
        identity: { user: { displayName: 'Order desk' } },
      },
    });
    expect([rung?.startDateTime === rung?.endDateTime, taken?.startDateTime === taken?.endDateTime]).toEqual([
      true,
      false,
    ]);
    expect(taken).toMatchObject({
      caller: { identity: { user: { displayName: 'Nia Cole' } } },
      callee: { userAgent: { role: 'unknown' } },
    });
    expect(nameless?.caller.identity?.user?.displayName).toBeNull();
    expect(assistant?.caller.identity?.user?.id).toBe('9e133cac-5238-4d1e-aaa0-d8ff4ca23f4e');
    expect(records).toMatchObject({
      rung: { outcome: 'missed', connectedAt: null },
      answered: { outcome: 'answered', connectedAt: Date.parse(taken?.startDateTime ?? '') },
    });
    expect(records['answered']?.externalId).toBe(`${taken?.id ?? ''}:${taken?.caller.identity?.user?.id ?? ''}`);
  });

  it.each<[StoryName, readonly (readonly [string, string])[]]>([
    ['colleagues', [['Ann Moss', 'Marco Ruiz']]],
    [
      'transfer',
      [
        ['+14155550111', 'Ann Moss'],
        ['+14155550111', 'Marco Ruiz'],
      ],
    ],
    [
      'voicemail',
      [
        ['Lee Park', 'Grace Obi'],
        ['Lee Park', 'voicemail'],
      ],
    ],
    [
      'customersMessage',
      [
        ['+14155550122', 'Grace Obi'],
        ['+14155550122', 'voicemail'],
      ],
    ],
    [
      'overflow',
      [
        ['+14155550111', 'Main menu'],
        ['', 'Order desk'],
        ['Tom Becker', 'unknown'],
        ['Nia Cole', 'unknown'],
        ['', 'Support'],
        ['Kim Doyle', 'unknown'],
      ],
    ],
    ['fromAnotherTenant', [['Stella Fremd', 'Priya Nair']]],
    ['emptyRecord', []],
  ])('have %s between whom it was', async (name, ends) => {
    const { calls } = tell(name);
    const { sessions } = await read(calls[0]?.id);
    const found = sessions.map(({ caller, callee }) => [whoIs(caller), whoIs(callee)].map((who) => who ?? ''));
    // Numbers may be masked.
    const unmasked = (text: string): string => (text.includes('*') ? text.replace(/\*+$/, '') : text);
    expect(found.length).toBe(ends.length);
    for (const [place, [caller, callee]] of ends.entries()) {
      expect(caller.startsWith(unmasked(found[place]?.[0] ?? ''))).toBe(true);
      expect(callee).toBe(found[place]?.[1]);
    }
  });

  it('come to a record for each person by the sheet’s rules', () => {
    const told = stories();
    const outcomes = Object.fromEntries(
      Object.entries(told).map(([name, records]) => [
        name,
        Object.values(records).map(({ direction, outcome }) => `${direction} ${outcome}`),
      ]),
    );
    expect(outcomes).toMatchObject({
      addedParticipant: [
        'outbound answered',
        'inbound answered',
        'outbound answered',
        'inbound answered',
        'inbound answered',
      ],
      addedByTelephone: ['outbound answered'],
      voicemail: ['inbound voicemail', 'outbound unanswered', 'outbound answered'],
      customersMessage: ['inbound voicemail'],
      colleagueInQueue: ['outbound answered', 'inbound answered'],
      overflow: ['inbound missed', 'inbound missed', 'inbound answered'],
      shrinks: ['inbound answered'],
      transfer: ['inbound answered', 'inbound answered'],
      transferOut: ['inbound answered'],
      forwarded: ['inbound missed'],
      missed: ['inbound missed'],
      unanswered: ['outbound unanswered'],
      missedByColleague: ['outbound unanswered', 'inbound missed'],
      rowOnly: ['outbound answered'],
      ...{ meeting: [], videoCall: [], testCall: [], emptyRecord: [], announcedAndGone: [] },
    });
    expect(told.transfer['from']?.transferred).toBe(true);
    expect(told.rowOnly['call']?.externalId).toMatch(/^pstn:/);
  });

  it('have a meeting with its address, a call with video, and a test', async () => {
    expect(await read(tell('meeting').calls[0]?.id)).toMatchObject({
      joinWebUrl: expect.stringContaining('http') as string,
    });
    expect(await read(tell('videoCall').calls[0]?.id)).toMatchObject({ modalities: ['audio', 'video'] });
    expect(await read(tell('testCall').calls[0]?.id)).toMatchObject({ sessions: [{ isTest: true }] });
  });

  it('are listed and gone: 404 for one that was announced', async () => {
    const { calls } = tell('announcedAndGone');
    expect(await read(calls[0]?.id)).toMatchObject({ error: { code: 'NotFound' } });
  });

  it('may keep the record of a call that a third joins', async () => {
    const other = await startTeamsPhoneSimulator({ historyDays: 1, behaves: { grownCalls: 'same record' } });
    const { calls, records } = other.addStory('Acme', 'addedParticipant', new Date());
    expect([calls.length, new Set(Object.values(records).map(({ callId }) => callId)).size]).toEqual([1, 1]);
    await other.stop();
  });

  it('leave rows alone after thirty days', () => {
    const old = Date.UTC(2026, 9, 14, 4);
    const records = teams.records('Acme', new Date(old), new Date(old + DAY_MS));
    expect(records.length).toBeGreaterThan(0);
    expect(records.filter(({ externalId }) => !externalId.startsWith('pstn:'))).toEqual([]);
  });

  it('leave nobody on two everyday calls at once', () => {
    const told = new Set(
      Object.values(stories()).flatMap((records) => Object.values(records).map(({ callId }) => callId)),
    );
    const talks = teams
      .records('Acme', new Date(Date.UTC(2026, 10, 18, 5)), new Date(Date.UTC(2026, 10, 19, 4)))
      .filter(({ callId, connectedAt }) => !told.has(callId) && connectedAt !== null);
    for (const one of talks) {
      const others = talks.filter(
        (other) =>
          other !== one &&
          other.userId === one.userId &&
          other.startedAt < one.endedAt &&
          other.endedAt > one.startedAt,
      );
      expect(others).toEqual([]);
    }
    expect(talks.length).toBeGreaterThan(30);
  });

  it('name no resource account, stranger or guest as a person', () => {
    for (const name of Object.keys(STORIES) as StoryName[]) tell(name);
    const people = teams.company('Acme').users.filter(({ accountType }) => accountType === 'user');
    const ids = new Set(people.map(({ id }) => id));
    const strangers = teams
      .records('Acme', new Date(NOW - DAY_MS), new Date(NOW))
      .filter(({ userId }) => !ids.has(userId));
    expect(strangers).toEqual([]);
  });

  it('are refused for a company that tells none, and before its history', () => {
    expect(() => teams.stories('globex.example', DAY)).toThrow('There are no stories of globex.example');
    expect(() => stories('2026-01-01')).toThrow('There are no stories');
    expect(() => teams.addStory('Globex', 'transfer', new Date())).toThrow('Globex tells no stories');
  });
});

describe('chance', () => {
  it('is the same for the same seed, and another for another', async () => {
    const made = async (seed: number): Promise<string> => {
      const one = await startTeamsPhoneSimulator({ seed, historyDays: 3, now: () => new Date(NOW) });
      const records = one.records('Globex', new Date(NOW - 3 * DAY_MS), new Date(NOW));
      await one.stop();
      return JSON.stringify(records);
    };
    expect(await made(1)).toBe(await made(1));
    expect(await made(1)).not.toBe(await made(2));
  });
});
