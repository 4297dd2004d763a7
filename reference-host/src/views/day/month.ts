import { useEffect, useRef, useState } from 'preact/hooks';
import { counted, daysAfter, monthName, monthOf, scoreText, shortDay, span } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Card } from '../shared/parts.js';
import type { SurfaceDayTotal } from '../shared/surface.js';
import { AsOf } from '../shared/as-of.js';
import { DayBar } from '../shared/day-bar.js';
import { UnknownHatch } from '../shared/unknown-hatch.js';
import { dayHref, type DayModel, isNeverKnown, missingFigure } from './model.js';
import { Swatch } from './swatch.js';
import { firstOfMonth, lastOfMonth } from './month-span.js';

/** A month's strip of daily totals, each a bar that leads to its day; the table beneath says the same in numbers. */
export function Month({ model }: { model: DayModel }): View {
  const { day, today } = model;
  const first = firstOfMonth(day.day);
  const [before, after] = [daysAfter(first, -1), daysAfter(lastOfMonth(day.day), 1)];
  const around = html`
    <span class="month-around">
      <a href=${dayHref(day.employeeId, before)}><span aria-hidden="true">←</span> ${monthName(before)}</a>
      ${after <= today ? html`<a href=${dayHref(day.employeeId, after)}>${monthName(after)} <span aria-hidden="true">→</span></a>` : null}
    </span>
  `;
  return html`
    <${Card} id="month" title=${`${monthName(day.day)} ${day.day.slice(0, 4)}`} aside=${around}>
      <${Strip} model=${model} />
      <${Scale} model=${model} />
      <details>
        <summary>The month in numbers</summary>
        <${MonthTable} model=${model} />
      </details>
    <//>
  `;
}

/** How high the highest bar is, and what bars that are not whole mean. */
function Scale({ model: { month, asOf, today, day } }: { model: DayModel }): View {
  const past = month.filter((total) => total.day <= today);
  const highest = past.reduce<SurfaceDayTotal | null>(
    (most, total) => (heightOf(total) > heightOf(most) ? total : most),
    null,
  );
  const unknown = [...new Set(past.flatMap(({ why }) => (isNeverKnown(why) ? [missing(why)] : [])))];
  const isOpen = (total: SurfaceDayTotal): boolean =>
    stateWords(total, [false, true, false, false]) && heightOf(total) > 0;
  return html`
    <div class="hint month-keys-list">
      <span
        >${highest === null ? (day.explain === 'minutes' ? 'No time of this month was counted.' : 'No day of this month has a score.') : `The highest bar is ${figureOf(highest)}, on ${shortDay(highest.day)}.`}</span
      >
      ${past.some(isOpen) ? html`<${Swatch} of="month-bar month-bar-open" words="not complete yet" />` : null}
      ${unknown.length === 0 ? null : html`<${Swatch} of="month-unknown" words=${unknown.join(' or ')} />`}
      <${AsOf} at=${asOf} timeZone=${day.timeZone} />
    </div>
  `;
}

/** Why nobody will ever know all of a day. */
function neverWords({ why }: SurfaceDayTotal): string {
  if (why === 'not-stored') return 'Not stored';
  return why === 'no-longer-told'
    ? 'Not known: the phone system no longer tells'
    : 'Not known: before the first calls that were fetched';
}

const missing = (why: SurfaceDayTotal['why']): string => missingFigure(why).toLowerCase();

/** For the height of its bar: a day of which nothing is known has none. */
const heightOf = (total: SurfaceDayTotal | null): number => total?.score ?? total?.countedSeconds ?? 0;

/** The score, or the time where scores are not told. */
function figureOf({ score, countedSeconds, why }: SurfaceDayTotal): string {
  if (score !== null) return scoreText(score);
  return countedSeconds === null ? missing(why) : span(countedSeconds);
}

/** Every day of the month in a row; a narrow screen scrolls it, and begins where the day is that is looked at. */
function Strip({ model }: { model: DayModel }): View {
  const { month, day } = model;
  const totals = new Map(month.map((total) => [total.day, total]));
  const most = Math.max(...month.map(heightOf), 0);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current: strip } = scroller;
    if (strip === null) return;
    // Told at once, and again whenever there is more or less room.
    const watch = new ResizeObserver(() => showCurrentDay(strip));
    watch.observe(strip);
    return () => watch.disconnect();
  }, [day.day]);
  const linked = daysOfMonth(day.day).filter((at) => leads(at, totals, model));
  // Every day is a stop for the Tab key until there is a script that makes the arrow keys work.
  const [stop, setStop] = useState<string | null>(null);
  useEffect(() => setStop(linked.includes(day.day) ? day.day : (linked.at(-1) ?? null)), [day.day]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = dayByKey(event, linked);
    if (to === undefined) return;
    event.preventDefault();
    scroller.current?.querySelector<HTMLElement>(`[data-day="${to}"]`)?.focus();
  };
  return html`
    <div class="month-strip">
      <div
        class="scroll"
        role="group"
        aria-label="The month day by day"
        aria-describedby=${stop === null ? undefined : 'month-keys'}
        tabindex=${linked.length === 0 ? 0 : undefined}
        onKeyDown=${onKeyDown}
        onFocusIn=${({ target }: FocusEvent) => setStop((before) => dayAt(target) ?? before)}
        ref=${scroller}
      >
        ${month.some(({ why }) => isNeverKnown(why)) ? html`<${UnknownHatch} />` : null}
        <ol class="month">
          ${daysOfMonth(day.day).map(
            (at) => html`
              <${DayCell}
                key=${at}
                at=${at}
                total=${totals.get(at)}
                most=${most}
                model=${model}
                passedOver=${stop !== null && at !== stop}
              />
            `,
          )}
        </ol>
      </div>
      ${stop === null ? null : html`<p class="hint month-keys" id="month-keys">Arrow keys move from day to day.</p>`}
    </div>
  `;
}

const leads = (at: string, totals: ReadonlyMap<string, SurfaceDayTotal>, { today }: DayModel): boolean =>
  totals.has(at) && at <= today;

const dayAt = (target: EventTarget | null): string | undefined =>
  (target as HTMLElement).closest<HTMLElement>('[data-day]')?.dataset['day'];

/** Which day a key leads to from the one that has the focus; none where it leads nowhere. */
function dayByKey(event: KeyboardEvent, days: readonly string[]): string | undefined {
  const { key, target, altKey, ctrlKey, metaKey } = event;
  const from = days.indexOf(dayAt(target) ?? '');
  if (from === -1 || altKey || ctrlKey || metaKey) return undefined;
  if (key === 'Home') return days[0];
  if (key === 'End') return days.at(-1);
  if (key === 'ArrowLeft') return days[from - 1];
  return key === 'ArrowRight' ? days[from + 1] : undefined;
}

function showCurrentDay(strip: HTMLElement): void {
  const here = strip.querySelector('[aria-current]')?.getBoundingClientRect();
  const { left, width } = strip.getBoundingClientRect();
  if (here) strip.scrollBy(here.left - left - (width - here.width) / 2, 0);
}

interface CellProps {
  readonly at: string;
  readonly total: SurfaceDayTotal | undefined;
  readonly most: number;
  readonly model: DayModel;
  /** The Tab key does not stop here; the arrow keys do. */
  readonly passedOver: boolean;
}

const BAR = 40;

/** A day to come leads nowhere. */
function DayCell({ at, total, most, passedOver, model: { day, today } }: CellProps): View {
  const current = at === day.day ? 'date' : undefined;
  const number = html`<span aria-hidden="true">${Number(at.slice(8))}</span>`;
  if (total === undefined || at > today) {
    return html`<li>
      <span class="month-day" aria-current=${current}><${NoBar} />${number}</span>
    </li>`;
  }
  const { score, countedSeconds, inputs } = total;
  const figures = `${score === null ? 'counted' : 'score'} ${figureOf(total)}, ${counted(inputs, 'call')}${stateWords(total, ['', ', not complete', ', no longer kept', ', not all known'])}`;
  const words = `${shortDay(at)}: ${countedSeconds === null ? missing(total.why) : figures}`;
  return html`
    <li>
      <a
        class="month-day"
        href=${dayHref(day.employeeId, at)}
        data-day=${at}
        tabindex=${passedOver ? -1 : undefined}
        aria-label=${words}
        title=${words}
        aria-current=${current}
      >
        <${DayBar}
          tall=${BAR}
          share=${most === 0 ? 0 : heightOf(total) / most}
          isOpen=${stateWords(total, [false, true, false, true])}
          isUnknown=${isNeverKnown(total.why)}
        />
        ${number}
      </a>
    </li>
  `;
}

/**
 * What is said of a day whose calls are complete, are not yet, are no longer kept (nothing is added to those), or were never
 * all fetched.
 */
const stateWords = <T>(
  { complete, callsKept, why }: SurfaceDayTotal,
  [whole, open, gone, unknown]: readonly [whole: T, open: T, gone: T, unknown: T],
): T => {
  if (!callsKept) return gone;
  if (complete) return whole;
  return isNeverKnown(why) ? unknown : open;
};

const NoBar = (): View => html`<svg width="100%" height=${BAR + 2} aria-hidden="true"></svg>`;

function daysOfMonth(day: string): string[] {
  const first = firstOfMonth(day);
  return Array.from({ length: 31 }, (_, at) => daysAfter(first, at)).filter((at) => monthOf(at) === monthOf(day));
}

const MonthTable = ({ model: { month, day, today } }: { model: DayModel }): View => html`
  <div class="scroll" tabindex="0" role="region" aria-label="The month in numbers">
    <table class="month-table">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col" class="number">${day.explain === 'minutes' ? 'Counted time' : 'Score'}</th>
          <th scope="col" class="number">Calls</th>
          <th scope="col" class="number">Flagged</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        ${month
          .filter((total) => total.day <= today)
          .map(
            (total) => html`
              <tr key=${total.day}>
                <th scope="row"><a href=${dayHref(day.employeeId, total.day)}>${shortDay(total.day)}</a></th>
                ${[figureOf(total), total.inputs, total.flagged].map(
                  (figure) => html`<td class="number">${total.countedSeconds === null ? '–' : figure}</td>`,
                )}
                <td>
                  ${stateWords(total, ['Complete', 'Not complete yet', 'Final, calls no longer kept', neverWords(total)])}
                </td>
              </tr>
            `,
          )}
      </tbody>
    </table>
  </div>
`;
