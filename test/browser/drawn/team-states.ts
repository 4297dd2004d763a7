import type { PageDrawing } from '../../../reference-host/src/pages/document.js';
import { html } from '../../../reference-host/src/views/shared/html.js';
import type { SurfacePeopleDays } from '../../../reference-host/src/views/shared/surface.js';
import type { TeamModel, TeamQuery } from '../../../reference-host/src/views/team/model.js';
import { TeamPage } from '../../../reference-host/src/views/team/team-page.js';
import { answerOf, MONTH, personDay, personDays, team, teamModelOf, WEEK } from '../../support/drawn-team.js';
import { inMinutes } from '../../../src/scoring/in-minutes.js';
import { admin, EMOJI, HEBREW, LONG, type DrawnState } from './drawn-state.js';

function page(
  answer: SurfacePeopleDays | null,
  query: Partial<TeamQuery> = {},
  more: Partial<TeamModel> = {},
): PageDrawing {
  const view = html`<${TeamPage} model=${teamModelOf(answer, query, more)} />`;
  return { title: 'A team', path: '/team', me: admin, view };
}

const some = ['Ann Moss', LONG, HEBREW, EMOJI, 'Marco Ruiz', 'Priya Nair'];
const hundred = Array.from({ length: 100 }, (_, at) => `Person ${String(at).padStart(3, '0')}`);
const managers = [
  { id: 'e2', name: 'Lee Park' },
  { id: 'e9', name: LONG },
];
const nobody = { figures: null, why: 'too-few' as const, people: 0, days: 0, leastGroup: 5 };

/** Every reason for which a day is not known, and a day so far. */
const unknown = personDays('p7', 'Tom Becker', [
  personDay('2026-11-16', 1, 'before-history'),
  personDay('2026-11-17', 2, 'not-mapped'),
  personDay('2026-11-18', 3),
  personDay('2026-11-19', 4, 'not-complete'),
  ...['2026-11-20', '2026-11-21', '2026-11-22'].map((day) => personDay(day, 5)),
]);

/** Some take no part, or from a day on. */
const partly = [
  ...team(some.slice(0, 2), WEEK, 'not-stored'),
  personDays('p8', 'Marco Ruiz', [
    ...['2026-11-16', '2026-11-17'].map((day) => personDay(day, 3)),
    ...['2026-11-18', '2026-11-19', '2026-11-20'].map((day) => personDay(day, 3, 'not-stored')),
    ...['2026-11-21', '2026-11-22'].map((day) => personDay(day, 3)),
  ]),
  ...team(['Priya Nair'], WEEK),
];

export const teamStates: readonly DrawnState[] = [
  [
    'team-week-in-minutes',
    page(inMinutes(answerOf(team(some, WEEK), { explain: 'minutes' })), { shown: 'countedSeconds' }),
  ],
  ['team-week', page(answerOf([...team(some, WEEK), unknown], { ranking: true }), { sort: '-score' })],
  [
    'team-month-of-everybody',
    page(
      answerOf(team(some, MONTH), { manager: null }),
      { ...MONTH, shown: 'countedSeconds' },
      { managers, managerOf: { p0: managers[0]!, p1: managers[1]!, p2: managers[1]! } },
    ),
  ],
  ['team-of-100', page(answerOf(team(hundred, WEEK)))],
  [
    'team-of-5000-second-page',
    page(
      answerOf(team(hundred.slice(0, 20), MONTH), {
        found: 5_000,
        nextPage: 3,
        middle: { ...nobody, why: 'too-many', people: 5_000, days: 30 },
      }),
      { ...MONTH, page: 2 },
    ),
  ],
  ['team-of-nobody', page(answerOf([], { middle: nobody }))],
  ['team-manager-of-nobody', page(answerOf([], { middle: nobody }), { manager: 'e9' }, { managers })],
  ['team-nobody-found', page(answerOf([]), { search: LONG.slice(0, 200) })],
  ['team-of-one-in-a-circle', page(answerOf(team(['Grace Obi'], WEEK), { middle: { ...nobody, people: 1, days: 4 } }))],
  [
    'team-of-400-days',
    page(null, {}, { refused: 'These are 400 days, and this page has room for 62: choose a week or a month.' }),
  ],
  [
    'team-without-a-phone-system',
    page(answerOf(team(['Ann Moss', 'Priya Nair'], WEEK, 'not-mapped'), { middle: nobody })),
  ],
  ['team-of-who-take-no-part', page(answerOf(partly))],
  ['team-month-of-who-take-no-part', page(answerOf(team(some, MONTH, 'not-stored'), { middle: nobody }), MONTH)],
  ['team-all-unknown', page(answerOf(team(some, MONTH, 'before-history'), { middle: nobody }), MONTH)],
];
