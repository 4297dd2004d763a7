import type { PageDrawing } from '../../../reference-host/src/pages/document.js';
import { CallPage } from '../../../reference-host/src/views/call/call-page.js';
import { calmCallUi, type CallModel, type CallUi } from '../../../reference-host/src/views/call/model.js';
import { DayPage } from '../../../reference-host/src/views/day/day-page.js';
import { calmDayUi, type DayModel, type DayUi } from '../../../reference-host/src/views/day/model.js';
import { daysAfter } from '../../../reference-host/src/views/shared/format.js';
import { html } from '../../../reference-host/src/views/shared/html.js';
import type { SurfaceDayInput, SurfaceDayTotal } from '../../../reference-host/src/views/shared/surface.js';
import { inMinutes } from '../../../src/scoring/in-minutes.js';
import { admin, EMOJI, HEBREW, LONG, type DrawnState } from './drawn-state.js';

const at = (time: string): string => `2026-11-20T${time}.000Z`;

function input(id: string, from: string, to: string, more: Partial<SurfaceDayInput> = {}): SurfaceDayInput {
  const counted = (Date.parse(at(to)) - Date.parse(at(from))) / 1_000;
  return {
    callId: id,
    externalId: id,
    title: 'Call with Robin Vale',
    direction: 'inbound',
    internal: false,
    outcome: 'answered',
    startedAt: at(from),
    connectedAt: at(from),
    endedAt: at(to),
    flagged: false,
    flagReason: null,
    countedSeconds: counted,
    points: counted / 60,
    text: 'All counted.',
    ...more,
  };
}

const uncounted = { countedSeconds: 0, points: 0 };
const flagged = { ...uncounted, flagged: true };
/** Three at once, every flag, and calls in which nobody talked. */
const mixed: readonly SurfaceDayInput[] = [
  input('1', '14:00:00', '14:30:00'),
  input('2', '14:10:00', '14:40:00', {
    countedSeconds: 600,
    points: 10,
    direction: 'outbound',
    title: `Call with ${HEBREW}`,
    text: 'Talked 09:10–09:40, 30 min: 10 min counted; 20 min already counted for “Call with Robin Vale” (09:00–09:30).',
  }),
  input('3', '14:20:00', '14:35:00', {
    ...uncounted,
    internal: true,
    title: 'Call with Ann Moss',
    text: `Talked 09:20–09:35, 15 min: nothing counted; 10 min already counted for “Call with Robin Vale” (09:00–09:30); 5 min already counted for “\u2068Call with ${HEBREW}\u2069” (09:10–09:40).`,
  }),
  input('4', '15:00:00', '15:00:08', {
    ...flagged,
    flagReason: 'too-short',
    text: 'Talked 10:00–10:00:08, 8 s: not counted, shorter than 30 s.',
  }),
  input('5', '15:30:00', '15:31:00', {
    ...flagged,
    flagReason: 'voicemail',
    outcome: 'voicemail',
    connectedAt: null,
    title: 'Voicemail from a withheld number',
    text: 'Not counted: a voicemail; nobody spoke.',
  }),
  input('6', '16:00:00', '16:20:00', {
    ...flagged,
    flagReason: 'excluded',
    title: `Call with ${EMOJI}`,
    text: 'Not counted: excluded by Grace Lin on Nov 21, 2026 at 09:00 (“a test”).',
  }),
  input('9', '16:30:00', '16:40:00', {
    ...flagged,
    flagReason: 'excluded',
    text: 'Not counted: excluded by Grace Lin on Nov 21, 2026 at 09:00.',
  }),
  input('7', '17:00:00', '17:00:30', {
    ...uncounted,
    outcome: 'missed',
    connectedAt: null,
    title: 'Missed call from +1 415-555-0100',
  }),
  input('8', '18:00:00', '18:00:30', {
    ...uncounted,
    outcome: 'unanswered',
    connectedAt: null,
    direction: 'outbound',
    title: `Unanswered call to ${LONG}`,
  }),
];

/** Three hundred calls from 09:00 on, most of them counted. */
const many: readonly SurfaceDayInput[] = Array.from({ length: 300 }, (_, index) => {
  const time = (seconds: number): string =>
    new Date(Date.parse(at('14:00:00')) + (index * 100 + seconds) * 1_000).toISOString().slice(11, 19);
  const missed = {
    ...uncounted,
    outcome: 'missed',
    connectedAt: null,
    title: `Missed call from +48 22 307 ${index}`,
  } as const;
  const countedSeconds = 65.32;
  return input(
    `m${index}`,
    time(0),
    time(60),
    index % 12 === 0 ? missed : { countedSeconds, points: 1.633, title: `Call with customer ${index}` },
  );
});

const month = (last: string): SurfaceDayTotal[] =>
  Array.from({ length: Number(last.slice(8)) }, (_, index) => ({
    day: daysAfter(`${last.slice(0, 7)}-01`, index),
    score: (index * 37) % 90,
    countedSeconds: 600,
    inputs: index % 9,
    flagged: index % 2,
    complete: index < 20 && index > 2,
    known: index < 20 && index > 2,
    why: index < 2 ? 'before-history' : index < 3 ? 'no-longer-told' : index < 20 ? null : 'not-complete',
    callsKept: index < 3 || index > 5,
  }));

/** A policy of two weeks held before anybody connected; a Sunday on which nobody called is a 0 that is one. */
const partlyTold: readonly SurfaceDayTotal[] = month('2026-11-22').map((total, index) => ({
  ...total,
  score: index < 8 || index === 14 ? 0 : total.score,
  callsKept: true,
  complete: index >= 8 && index < 21,
  known: index >= 8 && index < 21,
  why: index < 8 ? 'no-longer-told' : index < 21 ? null : 'not-complete',
}));

const notStored = {
  mapped: false,
  complete: false,
  known: false,
  why: 'not-stored',
  score: null,
  countedSeconds: null,
} as const;

/** Of somebody who takes no part from a day on. */
const storedUntil = (until: string): readonly SurfaceDayTotal[] =>
  month('2026-11-22').map((total) =>
    total.day < until ? total : { ...total, ...notStored, inputs: 0, flagged: 0, callsKept: true },
  );

function day(more: Partial<DayModel['day']>, around: Partial<DayModel> = {}, ui: Partial<DayUi> = {}): PageDrawing {
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
      score: 0,
      countedSeconds: 0,
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
    month: month('2026-11-22').map((total) =>
      total.day === (more.day ?? '2026-11-20') ? { ...total, score: more.score ?? 0 } : total,
    ),
    beside: { before: null, after: null },
    leads: false,
    show: 'all',
    unfolded: false,
    asOf: '2026-11-22T15:04:00.000Z',
    ...around,
  };
  const view = html`<${DayPage} model=${model} ui=${{ ...calmDayUi, ...ui }} />`;
  return { title: 'A day', path: '/employees/e1/days/2026-11-20', me: admin, view };
}

const because = [
  {
    rule: 'talk-inbound',
    points: 30,
    callIds: ['1'],
    text: 'Incoming calls: 30 min counted in 1 call, at 1 point a minute: 30 points.',
  },
  {
    rule: 'talk-outbound',
    points: 10,
    callIds: ['2'],
    text: 'Outgoing calls: 10 min counted in 1 call, at 1 point a minute: 10 points.',
  },
  {
    rule: 'daily-cap',
    points: -15,
    callIds: ['1', '2'],
    text: 'A day brings at most 25 points; 15 points above that are left out.',
  },
];

function call(
  more: Partial<CallModel['call']>,
  around: Partial<CallModel> = {},
  ui: Partial<CallUi> = {},
): PageDrawing {
  const model: CallModel = {
    call: {
      callId: 'c1',
      externalId: '9007199254740993',
      employee: { id: 'e1', name: 'Dana Reyes' },
      direction: 'inbound',
      outcome: 'answered',
      startedAt: at('15:05:50'),
      connectedAt: at('15:06:00'),
      endedAt: at('15:15:00'),
      counterparty: { number: '+14155550100', name: 'Robin Vale', internal: false },
      group: null,
      transferred: false,
      labels: [],
      flagged: false,
      flagReason: null,
      exclusion: null,
      mayExclude: false,
      explain: 'points',
      mayObjectOn: null,
      objections: [],
      credit: [],
      conversation: [],
      ...more,
    },
    me: 'e1',
    timeZone: 'America/New_York',
    number: '+1 415 555 0100',
    from: null,
    named: [],
    ...around,
  };
  const view = html`<${CallPage} model=${model} ui=${{ ...calmCallUi, ...ui }} />`;
  return { title: 'A call', path: '/calls/c1', me: admin, view };
}

const part = { externalId: '2', direction: 'inbound', startedAt: at('15:05:30'), endedAt: at('15:15:00') } as const;

export const dayStates: readonly DrawnState[] = [
  [
    'day-whose-calls-are-no-longer-kept',
    day({ day: '2026-11-03', callsKept: false, score: 25, countedSeconds: 2_400, because }),
  ],
  ['day-not-stored', day(notStored, { own: false, leads: true, mayOpenData: true, month: storedUntil('2026-11-18') })],
  [
    'day-not-stored-in-minutes',
    day(inMinutes({ ...notStored, explain: 'minutes' } as const), {
      month: inMinutes(storedUntil('2026-11-01')),
      mayOpenData: true,
    }),
  ],
  ['day-no-longer-told', day({ day: '2026-11-03', complete: false, known: false, why: 'no-longer-told' })],
  [
    'month-of-days-told-and-no-longer-told',
    day({ day: '2026-11-17', inputs: mixed, score: 25, countedSeconds: 2_400, because }, { month: partlyTold }),
  ],
  [
    'day-of-every-kind-of-call',
    day(
      { inputs: mixed, score: 25, countedSeconds: 2_400, because, mayExclude: true, staysExcluded: ['c9'] },
      { leads: true, beside: { before: { id: 'e0', name: LONG }, after: { id: 'e2', name: HEBREW } } },
      {
        notice: {
          tone: 'good',
          text: 'This call no longer counts.',
          detail: 'The day’s score went from 45.00 to 25.00.',
          undo: () => undefined,
        },
      },
    ),
  ],
  [
    'day-in-minutes',
    day(
      inMinutes({
        explain: 'minutes',
        inputs: mixed,
        score: 25,
        countedSeconds: 2_400,
        because,
        mayExclude: true,
      } as const),
      { month: inMinutes(month('2026-11-22')) },
    ),
  ],
  [
    'day-not-counted',
    day({
      inputs: [
        input('5', '15:30:00', '15:30:20', {
          ...flagged,
          flagReason: 'too-short',
          text: 'Talked 10:30–10:30:20, 20 s: not counted, shorter than 30 s.',
        }),
      ],
    }),
  ],
  [
    'day-excluding-a-call',
    day({ inputs: mixed, score: 25, countedSeconds: 2_400, because, mayExclude: true }, {}, { excluding: '1' }),
  ],
  ['day-of-many-calls', day({ inputs: many, score: 200, countedSeconds: 12_000, because, mayExclude: true })],
  [
    'day-of-many-calls-missed-only',
    day({ inputs: many, score: 200, countedSeconds: 12_000, because, mayExclude: true }, { show: 'missed' }),
  ],
  [
    'day-of-many-calls-unfolded',
    day({ inputs: many.slice(0, 60), score: 200, countedSeconds: 12_000, because }, { unfolded: true }),
  ],
  ['day-of-many-calls-none-fits', day({ inputs: many, score: 200, countedSeconds: 12_000 }, { show: 'flagged' })],
  ['day-unmapped-of-somebody-long', day({ mapped: false }, { own: false, employeeName: LONG, month: [] })],
  [
    'day-of-25-hours',
    day(
      {
        day: '2026-11-01',
        inputs: [
          input('1', '15:00:00', '15:20:00', {
            startedAt: '2026-11-01T04:10:00.000Z',
            connectedAt: '2026-11-01T04:10:00.000Z',
            endedAt: '2026-11-01T04:30:00.000Z',
          }),
          input('2', '15:00:00', '15:20:00', {
            startedAt: '2026-11-02T04:10:00.000Z',
            connectedAt: '2026-11-02T04:10:00.000Z',
            endedAt: '2026-11-02T04:30:00.000Z',
          }),
        ],
        score: 40,
        countedSeconds: 2_400,
      },
      { begins: '2026-11-01T04:00:00.000Z', ends: '2026-11-02T05:00:00.000Z' },
    ),
  ],
  [
    'call-over-midnight-of-a-group',
    call(
      {
        connectedAt: '2026-11-21T04:50:00.000Z',
        startedAt: '2026-11-21T04:49:00.000Z',
        endedAt: '2026-11-21T05:10:00.000Z',

        transferred: true,
        group: { externalId: '5', name: `Sales ${HEBREW}` },
        labels: ['Hot lead', LONG.slice(0, 80), EMOJI],
        credit: [
          {
            day: '2026-11-20',
            countedSeconds: 600,
            points: 10,
            text: 'Talked 23:50 – 00:10 on Nov 21, 20 min, 10 min of it on this day: all counted.',
          },
          {
            day: '2026-11-21',
            countedSeconds: 600,
            points: 10,
            text: 'Talked 23:50 on Nov 20 – 00:10, 20 min, 10 min of it on this day: all counted.',
          },
        ],
        conversation: [
          {
            ...part,
            callId: 'c2',
            employee: { id: 'e3', name: 'Ann Moss' },
            outcome: 'answered',
            connectedAt: at('15:06:00'),
            group: null,
            mayOpen: true,
          },
          {
            ...part,
            callId: 'c3',
            employee: null,
            outcome: 'missed',
            connectedAt: null,
            group: { externalId: '5', name: 'Sales' },
            mayOpen: false,
          },
        ],
        mayExclude: true,
      },
      { from: '2026-11-21', number: '+48 22 307 00 00' },
    ),
  ],
  [
    'call-voicemail-of-nobody',
    call({
      employee: null,
      outcome: 'voicemail',
      connectedAt: null,
      counterparty: { number: null, name: null, internal: false },
      flagged: true,
      flagReason: 'voicemail',
    }),
  ],
  [
    'call-excluded-without-a-reason',
    call({
      flagged: true,
      flagReason: 'excluded',
      exclusion: { by: { id: 'e2', name: LONG }, at: at('16:00:00'), as: 'admin', note: '', mayInclude: false },
      credit: [
        {
          day: '2026-11-20',
          countedSeconds: 0,
          points: 0,
          text: 'Not counted: excluded by Grace Lin on Nov 20, 2026 at 11:00.',
        },
      ],
    }),
  ],
  [
    'call-note-refused',
    call({ mayExclude: true }, {}, { noteProblem: 'This must be a text of at most 1000 characters.' }),
  ],
];
