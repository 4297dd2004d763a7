import { renderToString } from 'preact-render-to-string';
import { HOSTILE, textOf } from '../../../../test/support/drawn.js';
import { html, type View } from '../shared/html.js';
import { DayPage } from './day-page.js';
import type { DayModel } from './model.js';
import { monthSpan } from './month-span.js';

const day = (more: Partial<DayModel['day']> = {}, around: Partial<DayModel> = {}): View => {
  const model: DayModel = {
    day: {
      employeeId: 'e1',
      day: '2026-11-20',
      timeZone: 'America/New_York',
      terms: 'Talk counts inside the work shift (Mon–Fri 09:00–17:30, America/New_York) only.',
      mapped: true,
      complete: true,
      known: true,
      why: null,
      callsKept: true,
      problem: null,
      explain: 'points',
      mayExclude: false,
      staysExcluded: [],
      mayObject: false,
      objections: [],
      score: 5,
      countedSeconds: 300,
      inputs: [],
      because: [],
      ...more,
    },
    employeeName: 'Dana Reyes',
    own: true,
    mayOpenData: false,
    hasUnreadNotice: false,
    begins: '2026-11-20T05:00:00.000Z',
    ends: '2026-11-21T05:00:00.000Z',
    today: '2026-11-22',
    month: [],
    beside: { before: null, after: null },
    leads: false,
    show: 'all',
    unfolded: false,
    asOf: '2026-11-22T15:04:00.000Z',
    ...around,
  };
  return html`<${DayPage} model=${model} />`;
};

const aCall = {
  callId: 'c1',
  externalId: '9',
  title: 'Call with Robin Vale',
  direction: 'inbound' as const,
  internal: false,
  outcome: 'answered' as const,
  startedAt: '2026-11-20T15:04:00.000Z',
  connectedAt: '2026-11-20T15:04:00.000Z',
  endedAt: '2026-11-20T15:05:00.000Z',
  flagged: false,
  flagReason: null,
  countedSeconds: 60,
  points: 1,
  text: '',
};

describe('the day page', () => {
  it('leads whoever leads a team to its week, and to the people beside this one', () => {
    const beside = { before: { id: 'e0', name: 'Ann Moss' }, after: null };
    const drawn = renderToString(day({}, { leads: true, beside }));
    expect(drawn).toContain('href="/team?from=2026-11-16&amp;to=2026-11-22"');
    expect(drawn).toContain('href="/employees/e0/days/2026-11-20"');
    expect(textOf(day({}, { leads: true, beside }))).not.toContain('Next person');
    expect(renderToString(day())).not.toContain('/team');
  });

  it('says of an empty, an unmapped and an unfinished day what it is', () => {
    expect(textOf(day())).toContain('No calls on this day.');
    expect(textOf(day({ mapped: false }))).toContain('You are not matched to a phone line on this day.');
    expect(textOf(day({ complete: false }))).toContain('This day is not complete yet.');
  });

  it('promises nothing more of a day that lies before the first calls that were fetched', () => {
    const why = 'before-history' as const;
    const unknown = { complete: false, known: false, why, score: null, countedSeconds: null };
    const total = { day: '2026-11-20', inputs: 0, flagged: 0, callsKept: true, ...unknown };
    const drawn = day(unknown, { month: [total] });
    const text = textOf(drawn);
    expect(text).toContain('Not all of this day is known. It lies, at least in part, before the first calls');
    expect(text).toContain('No calls of this day are known.');
    expect(text).toContain('Not known: before the first calls that were fetched');
    expect(text).not.toMatch(/not complete yet|may still|so far/i);
    expect(renderToString(drawn)).toContain('Nov 20: not known"');
    expect(text).not.toMatch(/0\.00|\b0 s\b/);
    expect(renderToString(drawn)).toContain('class="month-unknown"');
    const problem = { kind: 'not-scored', message: 'It could not be scored again.', action: 'wait' } as const;
    expect(textOf(day({ ...unknown, problem }))).toContain('It could not be scored again.');
  });

  it('says of a day of which the vendor told nothing that it is not known, and hatches it', () => {
    const why = 'no-longer-told' as const;
    const unknown = { complete: false, known: false, why, score: null, countedSeconds: null };
    const drawn = day(unknown, { month: [{ day: '2026-11-20', inputs: 0, flagged: 0, callsKept: true, ...unknown }] });
    const text = textOf(drawn);
    expect(text).toContain('The phone system no longer tells about this day.');
    expect(text).toContain('No calls of this day are known.');
    expect(text).toContain('Not known: the phone system no longer tells');
    expect(text).toContain('Score Not known Counted time Not known Calls Not known');
    expect(text).not.toMatch(/0\.00|\b0 s\b/);
    expect(text).not.toMatch(/not complete yet|so far/i);
    expect(renderToString(drawn)).toContain('class="month-unknown"');
  });

  it('says of a day that is not stored that it is not, once, and promises nothing', () => {
    const why = 'not-stored' as const;
    const none = { mapped: false, complete: false, known: false, why, score: null, countedSeconds: null };
    const total = { day: '2026-11-20', inputs: 0, flagged: 0, callsKept: true, ...none };
    const drawn = day(none, { month: [total] });
    const text = textOf(drawn);
    expect(text).toContain('Your calls of this day are not stored.');
    expect(text).toContain('Score Not stored Counted time Not stored Calls Not stored');
    expect(renderToString(drawn)).toContain('Nov 20: not stored"');
    expect(renderToString(drawn)).toContain('class="month-unknown"');
    expect(text).not.toMatch(/not known|not matched|no calls|not complete yet|so far|0\.00|\b0 s\b/i);
    const beside = { ...total, day: '2026-11-19', why: 'before-history' as const };
    expect(textOf(day(none, { month: [total, beside] }))).toContain('not stored or not known');
  });

  it('says of a day whose calls retention deleted that they are no longer kept, and nothing that contradicts its score', () => {
    const because = [{ rule: 'talk-outbound', points: 10, callIds: [], text: 'Outgoing calls: 10 min in 2 calls.' }];
    const month = [
      {
        day: '2026-11-20',
        score: 10,
        countedSeconds: 600,
        inputs: 2,
        flagged: 0,
        complete: false,
        known: true,
        why: null,
        callsKept: false,
      },
    ];
    for (const mapped of [true, false]) {
      const gone = day({ callsKept: false, score: 10, because, mapped, complete: false }, { month });
      const text = textOf(gone);
      expect(text).toContain('Calls No longer kept');
      expect(text).toContain('The calls of this day are no longer kept. They were deleted after the time for which');
      expect(text).not.toMatch(/No calls|not matched|not complete|may still/);
      expect(text).toContain('Final, calls no longer kept');
      expect(renderToString(gone)).toContain('Fri, Nov 20: score 10.00, 2 calls, no longer kept"');
    }
  });

  it('says once inside which work shift and in which zone talk counts, whatever is on the day', () => {
    const terms = 'Talk counts inside the work shift (Mon–Fri 09:00–17:30, America/New_York) only.';
    const because = [{ rule: 'talk-outbound', points: 10, callIds: [], text: 'Outgoing calls: 10 min in 2 calls.' }];
    for (const more of [{}, { mapped: false }, { callsKept: false, because }]) {
      expect(textOf(day(more)).split(terms)).toHaveLength(2);
    }
  });

  it('gives people what is stored about them, on their own days only', () => {
    expect(textOf(day({}, { mayOpenData: true }))).toMatch(
      /Everything that is stored about you: as a table \(CSV\) or as JSON/,
    );
    expect(renderToString(day({}, { mayOpenData: true }))).toContain(
      'href="/api/phone-systems/employees/e1/data?format=csv"',
    );
    expect(textOf(day({}, { own: false }))).not.toContain('stored about');
    const other = renderToString(day({}, { own: false, mayOpenData: true }));
    expect(other).toContain('<a href="/employees/e1/data">All that is stored about this person</a>');
  });

  it('leads from a day that is still to come to today', () => {
    const drawn = day({ day: '2026-11-27' }, { today: '2026-11-22' });
    expect(textOf(drawn)).toContain('This day is still to come. Go to today');
    expect(renderToString(drawn)).toContain('href="/employees/e1/days/2026-11-22"');
  });

  it('draws the whole month before the calls, and leads to no day that is still to come', () => {
    const total = {
      score: 5,
      countedSeconds: 300,
      inputs: 1,
      flagged: 0,
      complete: true,
      known: true,
      why: null,
      callsKept: true,
    };
    const month = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map((at) => ({ ...total, day: at }));
    const drawn = renderToString(day({}, { month, today: '2026-11-22' }));
    const strip = /<ol class="month">.*?<\/ol>/s.exec(drawn)?.[0] ?? '';
    expect(strip.match(/<li>/g)).toHaveLength(30);
    expect(strip.match(/href="[^"]*"/g)).toEqual(
      ['20', '21', '22'].map((at) => `href="/employees/e1/days/2026-11-${at}"`),
    );
    expect(drawn.indexOf('class="month"')).toBeLessThan(drawn.indexOf('No calls on this day.'));
    expect(monthSpan('2026-11-20', '2026-11-22')).toBe('from=2026-11-01&to=2026-11-22');
    expect(monthSpan('2026-10-20', '2026-11-22')).toBe('from=2026-10-01&to=2026-10-31');
    expect(monthSpan('2026-11-25', '2026-11-22')).toBe('from=2026-11-01&to=2026-11-25');
  });

  it('greys what is flagged and says why, in the tenant’s time', () => {
    const input = {
      ...aCall,
      title: HOSTILE,
      outcome: 'voicemail' as const,
      connectedAt: null,
      flagged: true,
      flagReason: 'voicemail' as const,
      countedSeconds: 0,
      points: 0,
      text: 'Not counted: a voicemail; nobody spoke.',
    };
    const drawn = renderToString(day({ inputs: [input] }));
    expect(drawn).toContain('class="flagged"');
    expect(drawn).not.toContain(HOSTILE);
    expect(textOf(day({ inputs: [input] }))).toMatch(/10:04 .*Voicemail, not counted/);
  });

  it('folds many calls by the hour, and lists those that are asked for', () => {
    const nth = (at: number) => ({
      callId: `c${at}`,
      externalId: `${at}`,
      title: `Call with number ${at}`,
      direction: 'inbound' as const,
      internal: false,
      outcome: at % 3 === 0 ? ('missed' as const) : ('answered' as const),
      startedAt: new Date(Date.parse('2026-11-20T14:00:00.000Z') + at * 100_000).toISOString(),
      connectedAt: at % 3 === 0 ? null : new Date(Date.parse('2026-11-20T14:00:00.000Z') + at * 100_000).toISOString(),
      endedAt: new Date(Date.parse('2026-11-20T14:01:00.000Z') + at * 100_000).toISOString(),
      flagged: false,
      flagReason: null,
      countedSeconds: at % 3 === 0 ? 0 : 60,
      points: at % 3 === 0 ? 0 : 1,
      text: '',
    });
    const inputs = Array.from({ length: 90 }, (_, at) => nth(at));
    const folded = day({ inputs });
    expect(textOf(folded)).toMatch(/09:00–10:00 36 calls 24 points/);
    expect(renderToString(folded).match(/<details class="hour"/g)).toHaveLength(3);
    expect(textOf(folded)).toMatch(/All 90 Counted 60 Not counted 30 Flagged 0 Missed 30/);
    expect(renderToString(folded)).not.toContain('href="/calls/c1"><bdi');
    expect(renderToString(folded)).toContain('href="/employees/e1/days/2026-11-20?unfolded=1"');
    const unfolded = renderToString(day({ inputs }, { unfolded: true }));
    expect(unfolded.match(/<details class="hour" open/g)).toHaveLength(3);
    expect(unfolded.match(/href="\/calls\/[^"]*"><bdi/g)).toHaveLength(90);
    const missed = day({ inputs }, { show: 'missed' });
    expect(textOf(missed)).toContain('30 of 90 calls.');
    expect(renderToString(missed)).not.toContain('<details class="hour"');
    expect(renderToString(missed).match(/href="\/calls\/[^"]*"><bdi/g)).toHaveLength(30);
    expect(textOf(day({ inputs }, { show: 'flagged' }))).toContain('There is no such call on this day.');
    expect(renderToString(folded)).toContain('href="/employees/e1/days/2026-11-20?show=missed"');
    expect(textOf(day({ inputs: inputs.slice(0, 5) }))).not.toContain('Not counted 30');
  });

  it('says how high its bars are and from when its figures are', () => {
    const total = {
      countedSeconds: 300,
      inputs: 1,
      flagged: 0,
      complete: true,
      known: true,
      why: null,
      callsKept: true,
    };
    const month = [12.5, 87, 3].map((score, at) => ({ day: `2026-11-0${at + 1}`, score, ...total }));
    const text = textOf(day({}, { month, asOf: '2026-11-22T15:04:00.000Z' }));
    expect(text).toContain('The highest bar is 87.00, on Mon, Nov 2.');
    expect(text.match(/As of Nov 22, 2026, 10:04 EST/g)).toHaveLength(2);
    expect(textOf(day())).toContain('No day of this month has a score.');
  });

  it('tells time alone to whom minutes are told', () => {
    const untold = { score: null, explain: 'minutes' } as const;
    const because = [
      { rule: 'talk-inbound', points: null, callIds: [], text: 'Incoming calls: 5 min counted in 1 call.' },
    ];
    const inputs = [{ ...aCall, points: null }];
    const totals = { inputs: 1, flagged: 0, complete: true, known: true, why: null, callsKept: true };
    const month = [300, 60].map((countedSeconds, at) => ({
      day: `2026-11-0${at + 1}`,
      score: null,
      countedSeconds,
      ...totals,
    }));
    const text = textOf(day({ ...untold, because, inputs }, { month }));
    expect(text).toContain('What was counted');
    expect(text).toContain('The highest bar is 5 min, on Sun, Nov 1.');
    expect(text).not.toMatch(/score|points?\b/i);
  });

  it('explains its bars by what it draws them with', () => {
    const legend = /<figcaption>.*<\/figcaption>/s.exec(renderToString(day({ inputs: [aCall] })))?.[0] ?? '';
    for (const kind of ['credited', 'rest', 'flagged', 'silent']) expect(legend).toContain(`class="bar bar-${kind}"`);
  });

  it('leads from the later day of a call over midnight to the call and back to itself', () => {
    const over = {
      ...aCall,
      startedAt: '2026-11-20T04:50:00.000Z',
      connectedAt: '2026-11-20T04:50:00.000Z',
      endedAt: '2026-11-20T05:10:00.000Z',
    };
    const drawn = day({ inputs: [over] });
    expect(renderToString(drawn)).toContain('href="/calls/c1?day=2026-11-20"');
    expect(textOf(drawn)).toContain('23:50 Thu, Nov 19');
    expect(renderToString(day({ day: '2026-11-19', inputs: [over] }))).not.toContain('?day=');
  });

  it('offers to count an excluded call again to those only who may decide that', () => {
    const input = (callId: string) => ({
      ...aCall,
      callId,
      externalId: callId,
      flagged: true,
      flagReason: 'excluded' as const,
      countedSeconds: 0,
      points: 0,
      text: 'Not counted: excluded.',
    });
    const offers = (more: object) => textOf(day({ inputs: [input('c1'), input('c2')], ...more })).match(/Count again/g);
    expect(offers({ mayExclude: true })).toHaveLength(2);
    expect(offers({ mayExclude: true, staysExcluded: ['c1'] })).toHaveLength(1);
    expect(offers({ mayExclude: true, staysExcluded: ['c1', 'c2'] })).toBeNull();
    expect(offers({})).toBeNull();
  });

  it('says of a call that is not counted whole on this day where the rest is', () => {
    const input = {
      callId: 'c1',
      externalId: '9',
      title: 'Call with Robin Vale',
      direction: 'inbound' as const,
      internal: false,
      outcome: 'answered' as const,
      startedAt: '2026-11-21T04:50:00.000Z',
      connectedAt: '2026-11-21T04:50:00.000Z',
      endedAt: '2026-11-21T05:10:00.000Z',
      flagged: false,
      flagReason: null,
      countedSeconds: 600,
      points: 10,
      text: 'Talked 23:50 – 00:10 on Nov 21, 20 min, 10 min of it on this day: all counted.',
    };
    expect(textOf(day({ inputs: [input] }))).toContain(input.text);
    const whole = { ...input, endedAt: '2026-11-21T05:00:00.000Z' };
    expect(textOf(day({ inputs: [whole] }))).not.toContain(input.text);
  });
});
