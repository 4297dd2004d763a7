/** The day: its figures, the timeline, the month. */
export const DAY = `
.eyebrow { color: var(--ink-soft); margin: 0 0 0.2rem; }
.day-head { margin-bottom: 1.25rem; display: flex; flex-wrap: wrap; justify-content: space-between; align-items: flex-start; gap: 0.5rem 1.5rem; }
.day-head > :first-child { flex: 1 1 16rem; min-width: 0; }
.neighbours { display: flex; gap: 0.6rem; flex-wrap: wrap; }
.beside { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: -0.25rem 0 1.25rem; font-size: 0.95rem; }
.beside > :first-child { margin-right: auto; }
.beside a { display: inline-flex; gap: 0.35rem; align-items: center; min-height: 1.75rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 3.5rem; margin: 0 0 1.75rem; }
.figures dd { font-size: 1.9rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.timeline { margin: 0 0 1.5rem; }
.timeline svg { display: block; overflow: visible; }
.grid-line { stroke: var(--line); }
.grid-text { fill: var(--ink-soft); font-size: 0.72rem; }
.hatch-line { stroke: var(--accent); }
.bar-rest { fill: url(#hatch); stroke: var(--accent); }
.bar-credited { fill: var(--accent); }
.bar-flagged { fill: var(--grey-wash); stroke: var(--grey-bar); stroke-width: 1.5; stroke-dasharray: 4 2; }
.bar-silent { fill: none; stroke: var(--line-strong); }
.timeline figcaption { display: flex; flex-wrap: wrap; gap: 0.3rem 1.25rem; color: var(--ink-soft); font-size: 0.85rem; margin-top: 0.5rem; }
.key { display: inline-flex; align-items: center; gap: 0.4rem; vertical-align: bottom; }
.key svg { flex: none; }
.month-keys-list { display: flex; flex-wrap: wrap; gap: 0.2rem 1.25rem; margin: 0.25rem 0 0.5rem; font-size: 0.85rem; }
.calls-shown:empty { margin: 0; }
.hour { border-top: 1px solid var(--line); }
.hour > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1rem 1rem; padding: 0.6rem 0; min-height: 2.75rem; color: var(--ink); font-variant-numeric: tabular-nums; }
.hour > summary::before { content: '▸' / ''; color: var(--accent); width: 0.8rem; }
.hour[open] > summary::before { content: '▾' / ''; }
.hour > summary .number { margin-left: auto; }
.flagged :is(td, th, a, .cell-note, bdi) { color: var(--ink-soft); }
.flagged { background: var(--sunken); }
.flagged > :first-child { box-shadow: -0.5rem 0 0 var(--sunken); }
.flagged > :last-child { box-shadow: 0.5rem 0 0 var(--sunken); }
.flag { font-style: italic; }
.outcome { overflow-wrap: break-word; min-width: 6.75rem; }
.calls .number { padding-left: 0.75rem; }
.bar-credited, .month-bar { forced-color-adjust: none; }
.month { list-style: none; margin: 0; padding: 0; display: grid; grid-auto-flow: column; grid-auto-columns: minmax(1.75rem, 1fr); gap: 2px; }
.month li { margin: 0; min-width: 0; }
.month-day { display: block; padding: 0.35rem 0 0.2rem; border-radius: 6px; text-align: center; text-decoration: none; color: var(--ink-soft); font-size: 0.8rem; font-variant-numeric: tabular-nums; }
.month-day:focus-visible { outline-offset: -3px; }
.month-day[aria-current] { scroll-initial-target: nearest; }
a.month-day:hover { background: var(--sunken); color: var(--ink); }
.month-day[aria-current] { background: var(--accent-wash); color: var(--ink); font-weight: 700; }
.month svg { display: block; }
.month-unknown { fill: url(#unknown); }
.unknown-line { stroke: var(--line-strong); }
.month-ground { fill: var(--line); }
.month-bar { fill: var(--accent); }
.month-bar-open { fill: var(--accent-wash); stroke: var(--accent); }
.month-around { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
.month-strip { position: relative; }
.month-keys { position: absolute; right: 0; top: 100%; margin: 0.4rem 0 0; visibility: hidden; pointer-events: none; }
.scroll:has(:focus-visible) + .month-keys { visibility: visible; }
#month .scroll { margin-bottom: 0.25rem; }
@media (max-width: 40rem) {
  .grid-text-odd { display: none; }
  .hour > summary { gap: 0 0.5rem; }
  .hour > summary::before { width: 0.7rem; }
  .month-keys { position: static; display: none; }
  .scroll:has(:focus-visible) + .month-keys { display: block; }
}
`;
