import { startRingCentralSimulator } from './index.js';
import type { ExpectedPart, RingCentralSimulator } from './index.js';
import { asked } from './spec-support/asked.js';
import type { WireLeg, WireList, WireRecord } from './spec-support/asked.js';

// A Friday, midday in New York.
const NOW = Date.UTC(2026, 10, 20, 17);
const DAY = '2026-11-19';
const LOG = '/restapi/v1.0/account/~/call-log';

describe('the account’s log, as it was seen', () => {
  let ringCentral: RingCentralSimulator;
  let now = NOW;
  let token: string;
  beforeAll(async () => {
    ringCentral = await startRingCentralSimulator({ limits: 'off', historyDays: 10, now: () => new Date(now) });
    token = ringCentral.grant('dana@acme.example').accessToken;
  });
  afterAll(() => ringCentral.stop());
  beforeEach(() => {
    now = NOW;
  });

  const log = (query: Record<string, string>) =>
    asked(`${ringCentral.baseUrl}${LOG}?${new URLSearchParams(query).toString()}`, token);
  const record = async (id = '', view = 'Detailed') =>
    (await asked<WireRecord>(`${ringCentral.baseUrl}${LOG}/${id}?view=${view}`, token)).body;
  const story = () => ringCentral.stories('acme.example', DAY);

  it('has for each person and call of a complete fetch a leg that names the person, by its rules', async () => {
    const [from, to] = [new Date(NOW - 5 * 86_400_000), new Date(NOW)];
    const found: string[] = [];
    const range = { dateFrom: from.toISOString(), dateTo: to.toISOString() };
    const query = new URLSearchParams({ view: 'Detailed', type: 'Voice', perPage: '100', ...range });
    let url: string | undefined = `${ringCentral.baseUrl}${LOG}?${query.toString()}`;
    while (url !== undefined) {
      const { body }: { body: WireList } = await asked(url, token);
      found.push(...body.records.filter(({ result }) => result !== 'In Progress').flatMap(peopleOf));
      url = body.navigation.nextPage?.uri;
    }
    const expected = ringCentral
      .records('acme.example', from, to)
      .map((part) => [part.recordId, part.extensionId, part.connectedAt, part.connectedAt && part.endedAt].join(' '));
    expect(expected.length).toBeGreaterThan(200);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it('names people in the legs of `Detailed` alone', async () => {
    const { answered } = story().queueCall;
    const [simple, detailed] = [
      await record(answered?.recordId ?? '', 'Simple'),
      await record(answered?.recordId ?? ''),
    ];
    expect(simple.legs).toBeUndefined();
    expect(detailed.legs.map(({ legType, result }) => `${legType}: ${result}`)).toEqual([
      'Accept: Accepted',
      'Hunting: Accepted',
      'Hunting: Answered Elsewhere',
      'Hunting: Answered Elsewhere',
    ]);
    expect(detailed.legs[0]).toMatchObject({ master: true, duration: 360 });
  });

  it('writes ids of extensions as numbers, beyond what a double holds', async () => {
    const text = await fetch(`${ringCentral.baseUrl}${LOG}/${story().doubled.call?.recordId}?view=Detailed`, {
      headers: { authorization: `Bearer ${token}` },
    }).then((response) => response.text());
    expect(text).toContain(`"extension":{"id":${story().doubled.call?.extensionId},`);
  });

  it('doubles the legs of one person: Accept and FindMe are the same talk', async () => {
    const { legs } = await record(story().doubled.call?.recordId);
    expect(legs.map(({ legType, extension }) => [legType, extension?.id])).toEqual([
      ['Accept', story().doubled.call?.extensionId],
      ['FindMe', story().doubled.call?.extensionId],
    ]);
    expect(ringCentral.records('acme.example', when(story().doubled.call), when(story().doubled.call, 1))).toHaveLength(
      1,
    );
  });

  it('tells no answer: the leg of the caller spans its ringing', async () => {
    const { caller } = story().colleagues;
    const { legs } = await record(caller?.recordId ?? '');
    expect(legs.map(({ direction, duration }) => [direction, duration])).toEqual([
      ['Outbound', 720],
      ['Inbound', 720],
    ]);
    expect(caller).toMatchObject({ connectedAt: caller?.startedAt, answeredAt: (caller?.startedAt ?? 0) + 8000 });
  });

  it('joins a warm transfer by telephony sessions that name each other', async () => {
    const { from, to } = story().warmTransfer;
    expect((await record(from?.recordId)).transferTarget).toEqual({ telephonySessionId: to?.telephonySessionId });
    expect((await record(to?.recordId)).transferee).toEqual({ telephonySessionId: from?.telephonySessionId });
  });

  it('gives the pair of a RingOut sessions that differ by thousands', () => {
    const { toCaller, toSubscriber } = story().ringOut;
    expect(BigInt(toSubscriber?.sessionId ?? 0) - BigInt(toCaller?.sessionId ?? 0)).toBe(2000n);
  });

  it('lists faxes without `type=Voice`, and who checks a mailbox in any case', async () => {
    const range = { dateFrom: `${DAY}T21:45:00Z`, dateTo: `${DAY}T21:59:00Z` };
    const actions = async (more: Record<string, string>) =>
      (await log({ ...range, ...more })).body.records.map(({ action }) => action);
    expect(await actions({})).toEqual(expect.arrayContaining(['Incoming Fax', 'Phone Login']));
    expect(await actions({ type: 'Voice' })).not.toContain('Incoming Fax');
    expect(await actions({ type: 'Voice' })).toContain('Phone Login');
  });

  it('shows a message later, by another result, another leg and a later lastModifiedTime', async () => {
    const { received } = story().voicemail;
    const id = received?.recordId ?? '';
    now = (received?.endedAt ?? 0) + 40_000;
    const before = await record(id);
    now += 120_000;
    const after = await record(id);
    expect([before.result, before.legs.at(-1)?.result, before.message]).toEqual([
      'Call connected',
      'Missed',
      undefined,
    ]);
    expect([after.result, after.legs.at(-1)?.result, after.message?.type]).toEqual([
      'Voicemail',
      'Voicemail',
      'VoiceMail',
    ]);
    expect(Date.parse(after.lastModifiedTime)).toBeGreaterThan(Date.parse(before.lastModifiedTime));
  });

  it('lists a call in progress without duration and legs, and turns it into another row with the same id', async () => {
    const { call } = story().longCall;
    now = (call?.startedAt ?? 0) + 3_600_000;
    const during = (await log({ view: 'Detailed' })).body.records.find(({ id }) => id === call?.recordId);
    expect(during).toMatchObject({ result: 'In Progress', duration: 0, legs: [] });
    now = (call?.endedAt ?? 0) + 31_000;
    expect(await record(call?.recordId)).toMatchObject({ result: 'Call connected', duration: 8430 });
  });

  it('lists a call within half a minute of its end, and not at once', () => {
    const [call] = ringCentral.addCall('acme.example', {
      ...{ extensionId: story().missed.call?.extensionId ?? '', direction: 'outbound', other: { phoneNumber: '+1' } },
      ...{ startedAt: new Date(NOW - 60_000), answeredAt: new Date(NOW - 50_000), endedAt: new Date(NOW) },
    });
    const isFound = (at: number): boolean => {
      now = at;
      const all = ringCentral.records('acme.example', new Date(NOW - 60_000), new Date(NOW));
      return all.some(({ recordId }) => recordId === call?.recordId);
    };
    expect([isFound(NOW + 1000), isFound(NOW + 30_000)]).toEqual([false, true]);
  });

  it('keeps deleted records for `showDeleted` alone', async () => {
    const { call } = story().missed;
    const range = { dateFrom: when(call, -1).toISOString(), dateTo: when(call, 1).toISOString() };
    ringCentral.changeRecord('acme.example', call?.recordId ?? '', { deleted: true });
    expect((await log(range)).body.records).toEqual([]);
    expect((await log({ ...range, showDeleted: 'true' })).body.records).toMatchObject([{ deleted: true }]);
    ringCentral.changeRecord('acme.example', call?.recordId ?? '', { deleted: false });
  });

  it('finds by telephony session, and by that alone (CLG-110)', async () => {
    const { telephonySessionId = '', recordId } = story().transfer.from ?? {};
    expect((await log({ telephonySessionId })).body.records).toMatchObject([{ id: recordId }]);
    expect(await log({ telephonySessionId, extensionNumber: '101' })).toMatchObject({
      status: 400,
      body: { errorCode: 'CLG-110', errors: [{ parameterName: 'extensionNumber' }] },
    });
  });

  it('passes over parameters that it does not know, and counts them', async () => {
    const range = { dateFrom: `${DAY}T15:00:00Z`, dateTo: `${DAY}T16:00:00Z` };
    const [plain, misspelt] = [await log(range), await log({ ...range, perpage: '1' })];
    expect(misspelt.body.records).toEqual(plain.body.records);
    expect(ringCentral.requests.at(-1)?.ignored).toEqual(['perpage']);
  });

  it('refuses a time without a zone (CMN-101)', async () => {
    expect(await log({ dateFrom: '2026-11-19T10:00:00' })).toMatchObject({
      status: 400,
      body: { errorCode: 'CMN-101', errors: [{ errorCode: 'CMN-101', parameterName: 'dateFrom' }] },
    });
  });

  it('is the last 24 hours where nothing is said', async () => {
    const times = (await log({ perPage: '1000' })).body.records.map(({ startTime }) => Date.parse(startTime));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(NOW - 86_400_000);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });
});

/** An instant beside the start of a part. */
const when = (part: ExpectedPart | undefined, aside = 0): Date => new Date((part?.startedAt ?? 0) + aside);

/** The fact sheet's rule 3, plainly: one line for each record and person. */
const peopleOf = (record: WireRecord): readonly string[] => {
  if (record.action === 'Phone Login') return [];
  const groups = /0?8\d\d$/;
  const legs = record.legs.filter(({ extension, legType }) => extension && legType !== 'SilentMonitoring');
  const ids = [...new Set(legs.map(({ extension }: WireLeg) => String(extension?.id)))];
  const people = ids.filter((id) => !groups.test(id));
  if (people.length === 0) return [[record.id, null, null, null].join(' ')];
  return people.map((id) => {
    const talks = legs
      .filter(({ extension, result }) => String(extension?.id) === id && TALK.includes(result))
      .toSorted((a, b) => b.duration - a.duration);
    const [longest] = talks;
    const from = longest === undefined ? null : Date.parse(longest.startTime);
    return [record.id, id, from, from === null ? null : from + (longest?.duration ?? 0) * 1000].join(' ');
  });
};

const TALK = ['Accepted', 'Call connected'];
