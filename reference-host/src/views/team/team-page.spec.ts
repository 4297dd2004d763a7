import { renderToString } from 'preact-render-to-string';
import { HOSTILE, textOf } from '../../../../test/support/drawn.js';
import {
  answerOf,
  MONTH,
  personDay,
  personDays,
  team,
  teamModelOf,
  WEEK,
} from '../../../../test/support/drawn-team.js';
import { html, type View } from '../shared/html.js';
import type { SurfacePeopleDays } from '../shared/surface.js';
import { csvHref, type TeamModel, teamHref, type TeamQuery } from './model.js';
import { TeamPage } from './team-page.js';

const page = (answer: SurfacePeopleDays | null, query?: Partial<TeamQuery>, more?: Partial<TeamModel>): View =>
  html`<${TeamPage} model=${teamModelOf(answer, query, more)} />`;
const some = ['Ann Moss', 'Lee Park', 'Kim Doyle', 'Nia Cole', 'Tom Becker'];

describe('the page of a team', () => {
  it('never shows a 0 for what is not known, and says why in words', () => {
    const days = [
      personDay('2026-11-16', 1, 'before-history'),
      personDay('2026-11-17', 1, 'not-mapped'),
      personDay('2026-11-18', 1, 'not-complete'),
    ];
    const answer = answerOf([personDays('p', 'Ann Moss', days)], {
      middle: { figures: null, why: 'too-few', people: 0, days: 0, leastGroup: 5 },
    });
    for (const span of [WEEK, MONTH]) {
      const drawn = page(answer, span);
      const text = textOf(drawn);
      expect(text).toContain('3 days 1 not complete yet, 1 no line, 1 before the first calls');
      expect(text.slice(text.indexOf('Ann Moss'))).not.toMatch(/\b0(\.00)?\b|\b0 s\b/);
      expect(renderToString(drawn)).toContain('title="Mon, Nov 16: not known, before the first calls"');
      expect(renderToString(drawn)).toContain('not complete yet; so far score');
    }
    expect(textOf(page(answer, WEEK))).toMatch(/no line.*so far [1-9]/);
    expect(renderToString(page(answer, MONTH))).toContain('class="month-unknown"');
  });

  it('shows 0 for a known day without calls', () => {
    const none = { score: 0, countedSeconds: 0, calls: 0, missed: 0 };
    const days = [{ day: '2026-11-16', known: true, why: null, ...none, soFar: null }];
    expect(textOf(page(answerOf([personDays('p', 'Ann Moss', days)])))).toContain('Ann Moss 0.00 0.00 0 s 0 0');
  });

  it('tells no middle of fewer people than the tenant’s least', () => {
    const middle = { figures: null, why: 'too-few' as const, people: 3, days: 4, leastGroup: 8 };
    const text = textOf(page(answerOf(team(some, WEEK), { middle })));
    expect(text).toContain('The team median is shown for at least 8 people');
    expect(text).not.toContain('Half of');
  });

  it('offers an order by figures only where the tenant lets people be ranked', () => {
    const offered = (ranking: boolean): string[] =>
      [...renderToString(page(answerOf(team(some, WEEK), { ranking }))).matchAll(/sort=(-?\w+)/g)].map(
        ([, sort]) => sort ?? '',
      );
    expect(new Set(offered(false))).toEqual(new Set(['-unknown']));
    expect(new Set(offered(true))).toEqual(new Set(['-unknown', '-score', '-countedSeconds', '-calls', '-missed']));
  });

  it('turns an order round where it is chosen again', () => {
    const drawn = renderToString(page(answerOf(team(some, WEEK), { ranking: true }), { sort: '-score' }));
    expect(drawn).toContain('aria-sort="descending"');
    expect(drawn).toMatch(/sort=score[^"]*#team-list/);
  });

  it('says of an empty list what it is, and leads on', () => {
    expect(textOf(page(answerOf([])))).toContain('Nobody reports to you.');
    expect(renderToString(page(answerOf([])))).toContain('href="/employees/e2/days/2026-11-20"');
    expect(textOf(page(answerOf([]), { search: 'zzz' }))).toContain('Nobody here fits “zzz”.');
    expect(textOf(page(answerOf([]), { page: 9 }))).toContain('There is nobody on this page.');
    const managers = [{ id: 'e9', name: 'Kim Doyle' }];
    expect(textOf(page(answerOf([]), { manager: 'e9' }, { managers }))).toContain('Nobody reports to this person.');
  });

  it('keeps what was chosen in every link and in the form, and begins another list at its first page', () => {
    const query = { ...WEEK, manager: 'e 2', search: 'a&b', sort: '-unknown', shown: 'calls', page: 3 } as const;
    expect(teamHref(query, { page: 4 })).toBe(
      '/team?from=2026-11-16&to=2026-11-22&manager=e+2&search=a%26b&show=calls&page=4&sort=-unknown',
    );
    expect(new URLSearchParams(teamHref(query, MONTH).split('?')[1]).has('page')).toBe(false);
    expect(csvHref(query)).toBe(
      '/api/phone-systems/people/days?from=2026-11-16&to=2026-11-22&manager=e+2&search=a%26b&sort=-unknown&format=csv',
    );
  });

  it('shows names as text', () => {
    const managerOf = { p0: { id: 'm', name: HOSTILE } };
    const drawn = renderToString(page(answerOf(team([HOSTILE], WEEK)), {}, { managers: [], managerOf }));
    expect(drawn).not.toContain('<img');
  });
});
