import { startZoomPhoneSimulator } from './index.js';
import type { StoryName, ZoomPhoneSimulator } from './index.js';
import { asked } from './spec-support/asked.js';
import type { WireDetail, WireList } from './spec-support/asked.js';

const NOW = Date.UTC(2026, 10, 20, 22);
const AT = new Date(Date.UTC(2026, 10, 20, 15));

describe('a story, as Zoom tells it', () => {
  let zoom: ZoomPhoneSimulator;
  let token: string;
  beforeAll(async () => {
    zoom = await startZoomPhoneSimulator({ limits: 'off', historyDays: 2, now: () => new Date(NOW) });
    token = zoom.grant('dana@acme.example').accessToken;
  });
  afterAll(() => zoom.stop());

  const told = async (story: StoryName) => {
    const records = zoom.addCall('acme.example', { story, startedAt: AT });
    const uuids = [...new Set(records.map(({ callUuid }) => callUuid))];
    const calls = await Promise.all(
      uuids.map(async (uuid) => (await asked<WireDetail>(zoom, `/phone/call_history/${uuid}`, token)).body),
    );
    const legs = calls.flatMap(({ call_elements }) => call_elements);
    const by = (role: string) => records.find((record) => record.role === role);
    return { records, calls, legs, by };
  };
  const shape = ({ records }: Awaited<ReturnType<typeof told>>) =>
    records.map(({ role, direction, outcome }) => `${role} ${direction} ${outcome}`);

  it('ring group: the row names the queue, the legs who took it and who was rung', async () => {
    const story = await told('ringGroup');
    expect(
      story.legs.map(({ event, segment, is_node, result, result_reason }) => [
        event,
        segment,
        is_node,
        result,
        result_reason,
      ]),
    ).toEqual([
      ['incoming', 1, 1, 'succeeded', undefined],
      ['ring_to_member', 2, 1, 'answered', undefined],
      ['ring_to_member', 2, 0, 'canceled', 'answered_by_other'],
      ['ring_to_member', 2, 0, 'canceled', 'answered_by_other'],
    ]);
    expect(story.calls[0]).toMatchObject({
      callee_ext_type: 'call_queue',
      callee_ext_id: story.by('answered')?.groupId,
    });
    expect(shape(story)).toEqual(['answered inbound answered', 'rung inbound missed', 'alsoRung inbound missed']);
    expect((story.by('answered')?.connectedAt ?? 0) - AT.getTime()).toBe(12_000);
  });

  it('direct transfer: both views of a step are two legs, and who took it has one record', async () => {
    const story = await told('directTransfer');
    expect(story.legs.map(({ event, segment, node }) => [event, segment, node])).toEqual([
      ...[
        ['incoming', 1, 1],
        ['direct_transfer', 2, 1],
        ['direct_transfer', 2, 0],
        ['incoming', 3, 1],
        ['incoming', 3, 0],
      ],
    ]);
    expect(story.legs.map(({ call_id }) => call_id.replace(story.calls[0]?.call_id ?? '', ''))).toEqual([
      ...['', '_1', '_2', '_1', '_2'],
    ]);
    expect(story.records.map(({ role, outcome, transferred }) => [role, outcome, transferred])).toEqual([
      ['from', 'answered', true],
      ['to', 'answered', false],
    ]);
  });

  it('warm transfer: the one who asks is in the call and in the consultation', async () => {
    const story = await told('warmTransfer');
    expect(story.legs.map(({ event }) => event)).toEqual([
      'incoming',
      'warm_transfer_outgoing',
      'warm_transfer_incoming',
    ]);
    expect(shape(story)).toEqual([...['from inbound answered', 'consulting outbound answered', 'to inbound answered']]);
    expect(story.by('consulting')?.startedAt).toBe(story.by('from')?.startedAt);
  });

  it('added participant: two rows that share a call id and overlap', async () => {
    const story = await told('addedParticipant');
    const [first, added] = [story.by('first'), story.by('added')];
    expect([story.calls.length, first?.callId, first?.userId]).toEqual([2, added?.callId, added?.userId]);
    expect(added?.startedAt).toBeLessThan(first?.endedAt ?? 0);
    const minutes = ((added?.endedAt ?? 0) - (first?.connectedAt ?? 0)) / 60_000;
    expect(minutes).toBe(15);
  });

  it('messages: at a colleague on both sides, from a customer, and outside as a talk', async () => {
    const internal = await told('internalMessage');
    expect(internal.by('callee')).toMatchObject({ outcome: 'voicemail', connectedAt: null, direction: 'inbound' });
    expect(internal.by('caller')?.direction).toBe('outbound');
    expect(internal.calls[0]).toMatchObject({ connect_type: 'internal' });
    expect((await told('customersMessage')).by('callee')?.outcome).toBe('voicemail');
    expect((await told('mailboxOutside')).legs).toMatchObject([{ event: 'outgoing', result: 'connected' }]);
  });

  it('colleagues: a leg and a record for each side', async () => {
    const story = await told('colleagues');
    expect(story.legs.map(({ event }) => event)).toEqual(['outgoing', 'incoming']);
    expect(shape(story)).toEqual(['caller outbound answered', 'callee inbound answered']);
    expect(story.records.every(({ other }) => other.internal && other.number === null)).toBe(true);
  });

  it('queues: missed by all three, overflowed to another, and given up before anybody is rung', async () => {
    const missed = await told('missedByAll');
    expect(missed.records.map(({ outcome, groupId }) => [outcome, groupId])).toEqual(
      [1, 2, 3].map(() => ['missed', missed.calls[0]?.callee_ext_id]),
    );
    const overflow = await told('overflow');
    expect(overflow.legs.map(({ event }) => event)).toEqual(['incoming', 'overflow', 'ring_to_member']);
    expect(shape(overflow)).toEqual(['answered inbound answered']);
    for (const story of [await told('abandonedQueue'), await told('abandonedMenu')]) {
      expect(story.records).toMatchObject([
        { userId: null, outcome: 'missed', recordId: story.calls[0]?.call_history_uuid },
      ]);
    }
  });

  it('shared line, forward, pick-up and park: each person’s own stretch', async () => {
    const picked = await told('pickedUp');
    expect(picked.legs.map(({ result, result_reason }) => [result, result_reason])).toEqual([
      ['canceled', 'pickup_by_other'],
      ['picked_up', undefined],
    ]);
    expect(shape(picked)).toEqual(['rung inbound missed', 'by inbound answered']);
    expect(shape(await told('sharedLine'))).toEqual(['answered inbound answered', 'rung inbound missed']);
    expect(shape(await told('forwarded'))).toEqual(['from inbound missed', 'to inbound answered']);
    const parked = await told('parked');
    expect(shape(parked)).toEqual(['parkedBy inbound answered', 'pickedUpBy inbound answered']);
    expect(parked.legs.map(({ event }) => event)).toEqual(['incoming', 'park', 'park_pick_up']);
    expect(parked.by('parkedBy')?.endedAt).toBeLessThan(parked.by('pickedUpBy')?.connectedAt ?? 0);
  });

  it('a supervisor who listens, whispers and breaks in has no record', async () => {
    const story = await told('monitored');
    expect(story.legs.map(({ event }) => event)).toEqual(['incoming', 'monitor', 'whisper', 'barge']);
    expect(shape(story)).toEqual(['agent inbound answered']);
  });

  it('words that no list has, and a number that was withheld', async () => {
    const story = await told('unknownWords');
    expect(story.legs.map(({ event, result }) => [event, result])).toEqual([
      ...[
        ['incoming', 'taken_by_assistant'],
        ['assistant_screening', 'taken_by_assistant'],
      ],
    ]);
    expect(shape(story)).toEqual(['callee inbound missed']);
    const anonymous = await told('anonymous');
    expect(anonymous.calls[0]).toMatchObject({ caller_number_type: 'anonymous_number' });
    expect(anonymous.calls[0]).not.toHaveProperty('caller_did_number');
  });

  it('is told every day by the company’s wall clock', () => {
    const stories = zoom.stories('acme.example', '2026-11-19');
    expect(stories.acrossMidnight['caller']?.endedAt).toBe(Date.UTC(2026, 10, 20, 5, 20));
    expect(Object.values(stories).every((roles) => Object.keys(roles).length > 0)).toBe(true);
    expect(() => zoom.stories('globex.example', '2026-11-19')).toThrow('There are no stories of globex.example');
  });
});

describe('an added participant in one row', () => {
  it('has two talks of the caller, which begin with the row, and a merge that is nobody’s', async () => {
    const zoom = await startZoomPhoneSimulator({
      ...{ historyDays: 1, now: () => new Date(NOW), behaves: { addedParticipants: 'merged legs' } },
    });
    const records = zoom.addCall('acme.example', { story: 'addedParticipant', startedAt: AT });
    const { accessToken } = zoom.grant('dana@acme.example');
    const path = `/phone/call_history/${records[0]?.callUuid ?? ''}`;
    const { body } = await asked<WireDetail>(zoom, path, accessToken);
    expect(body.call_elements.map(({ event }) => event)).toEqual(['outgoing', 'outgoing', 'merge']);
    expect(records.map(({ role, startedAt }) => [role, startedAt])).toEqual([
      ['first', AT.getTime()],
      ['added', AT.getTime()],
    ]);
    await zoom.stop();
  });
});

describe('a warm transfer before 18 May 2026', () => {
  it('is two rows, joined by `transfer_call_id` alone', async () => {
    const now = Date.UTC(2026, 4, 17, 20);
    const zoom = await startZoomPhoneSimulator({ historyDays: 1, now: () => new Date(now) });
    const startedAt = new Date(now - 3_600_000);
    const records = zoom.addCall('acme.example', { story: 'warmTransfer', startedAt });
    const { accessToken } = zoom.grant('dana@acme.example');
    const of = (role: string) => records.find((record) => record.role === role);
    const { body } = await asked<WireDetail>(zoom, `/phone/call_history/${of('to')?.callUuid ?? ''}`, accessToken);
    expect(of('from')?.callUuid).not.toBe(of('to')?.callUuid);
    expect(body.call_elements.map(({ event, transfer_call_id }) => [event, transfer_call_id])).toEqual([
      ['outgoing', of('from')?.callId],
      ['incoming', of('from')?.callId],
    ]);
    const { body: list } = await asked<WireList>(zoom, '/phone/call_history', accessToken, {
      ...{ from: '2026-05-17T19:00:00Z', to: '2026-05-17T19:10:00Z', page_size: '300' },
    });
    expect(list.call_history.filter(({ call_id }) => records.some(({ callId }) => callId === call_id))).toHaveLength(2);
    await zoom.stop();
  });
});
