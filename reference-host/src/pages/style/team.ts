/** A team's days: a table of people, whose days are figures in a week and bars in a month. */
export const TEAM = `
body:has(.team-page) :is(main, .site-row) { max-width: 92rem; }
.team-middle h2 { margin-bottom: 0.6rem; }
.team-middle .figures { margin-bottom: 0.5rem; gap: 0.75rem 3.5rem; }
.team-middle .fact { display: flex; flex-direction: column; }
.team-middle .figures dd { font-size: 1.5rem; }
.team-middle { margin-bottom: 1.25rem; }
.team-choices { display: flex; flex-wrap: wrap; gap: 0 2rem; }
.team-page .filters { margin: 0 0 0.5rem; }
.team-page .finder { margin-top: 0.5rem; }
.team-page .finder .field:has(select) { max-width: 18rem; }
.team-table .number, .team-table .day-cell { padding-left: 0.5rem; }
.team-table thead a { color: inherit; display: inline-flex; align-items: center; gap: 0.25rem; min-height: 1.5rem; }
.team-table thead th { vertical-align: bottom; }
.team-table :is(tbody, tfoot) th { width: 14rem; min-width: 9.5rem; }
.team-table :is(tbody, tfoot) th > a { font-weight: 600; }
.team-table .total { white-space: nowrap; }
.team-table tfoot > tr > * { border-top: 2px solid var(--line-strong); border-bottom: 0; font-weight: 600; }
.team-table .team-unknown { min-width: 8.5rem; padding-left: 1.25rem; }
.team-table .total-score { padding-left: 1.25rem; }
.team-table .place { max-width: 9rem; }
.week-begins { border-left: 1px solid var(--line); }
.team-earlier { min-width: 6rem; }
.day-cell { text-align: right; min-width: 0; padding-right: 0; }
.day-cell > a { color: inherit; text-decoration: none; display: block; border-radius: 6px; }
.day-cell > a:hover { color: var(--accent-strong); text-decoration: underline; }
.team-figures .day-cell { width: 5rem; min-width: 4.5rem; }
.team-figures .day-cell > a { padding: 0.15rem 0.35rem; margin: -0.15rem -0.35rem -0.15rem 0; min-height: 1.75rem; }
.day-unknown > a { background: repeating-linear-gradient(45deg, var(--line) 0 1.5px, transparent 1.5px 6px); }
.why { display: inline-block; font-size: 0.75rem; line-height: 1.25; color: var(--ink-soft); background: var(--surface); padding: 0.1rem 0.25rem; border-radius: 4px; }
.so-far { white-space: nowrap; font-size: 0.9rem; color: var(--ink); }
.team-bars .day-cell { width: 1.2rem; min-width: 1.2rem; padding: 0.35rem 0; }
.team-bars thead .day-cell { text-align: center; font-weight: 400; font-size: 0.75rem; }
.team-bars .total-countedSeconds { white-space: normal; }
.team-bars .team-unknown { min-width: 5.5rem; padding-left: 0.9rem; }
.team-bars .team-earlier { min-width: 4.5rem; }
.team-bars .team-earlier .cell-note { white-space: normal; }
.team-bars .total-countedSeconds { min-width: 6rem; }
.team-bars .day-cell svg { display: block; }
.team-bars .day-cell > a:hover { background: var(--sunken); }
.team-table + svg, .scroll > svg { position: absolute; }
.team-bars :is(thead, tbody, tfoot) th:first-child { position: sticky; left: -0.5rem; background: var(--surface); padding-left: 0.5rem; z-index: 1; }
.team-keys { visibility: hidden; margin: -0.75rem 0 0.25rem; }
.scroll:has(tbody :focus-visible) + .team-keys { visibility: visible; }
@media screen and (max-width: 56.25rem) {
  .team-table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .team-table, .team-table :is(tbody, tfoot, th, td) { display: block; width: auto; min-width: 0 !important; border: 0; padding: 0; }
  .scroll table.team-table { min-width: 0; }
  .team-table :is(tbody, tfoot) tr { display: grid; grid-template-columns: repeat(124, minmax(0, 1fr)); row-gap: 0.5rem; padding: 0.9rem 0; border-bottom: 1px solid var(--line); align-items: start; }
  .team-figures :is(tbody, tfoot) tr { grid-template-columns: repeat(28, minmax(0, 1fr)); }
  .team-table tbody tr:last-child { border-bottom: 2px solid var(--line-strong); }
  .team-table:not(:has(tfoot)) tbody tr:last-child, .team-table tfoot tr { border-bottom: 0; }
  .team-table tfoot > tr > * { border: 0; }
  .team-table :is(tbody, tfoot) th { grid-column: 1 / -1; position: static !important; width: auto; padding: 0 !important; }
  .team-table :is(tbody, tfoot) td.day-cell { width: auto; padding: 0; border: 0; grid-column: span 4; text-align: center; }
  .team-table td[data-day]::before { content: attr(data-day); display: block; font-size: 0.8rem; color: var(--ink-soft); }
  .team-figures .day-cell > a { padding: 0.1rem 0; margin: 0; }
  .team-table :is(tbody, tfoot) td.team-unknown:not(:has(.cell-note)) { display: none; }
  .team-table :is(tbody, tfoot) td.total { text-align: left; padding: 0; white-space: nowrap; }
  .team-figures :is(tbody, tfoot) td.total { grid-column: span 6; }
  .team-figures :is(tbody, tfoot) td.total-countedSeconds { grid-column: span 12; }
  .team-figures :is(tbody, tfoot) td:is(.total-calls, .total-missed) { grid-column: span 5; }
  .team-bars :is(tbody, tfoot) td.total { grid-column: span 25; }
  .team-bars :is(tbody, tfoot) td.total-countedSeconds { grid-column: span 55; }
  .team-bars :is(tbody, tfoot) td.total-calls { grid-column: span 20; }
  .team-table :is(tbody, tfoot) :is(.team-unknown, .team-earlier) { grid-column: 1 / -1; text-align: left; padding: 0; white-space: normal; }
  .team-table :is(.team-unknown, .team-earlier) .cell-note { display: inline; margin-left: 0.35rem; }
  .team-table td[data-name]::before { content: attr(data-name) ' '; color: var(--ink-soft); font-size: 0.85rem; }
  .team-table td.total[data-name]::before { display: block; }
  .team-keys, .team-table tfoot td:empty { display: none; }
}
@media screen and (max-width: 40rem) {
  .team-middle .figures { display: grid; grid-template-columns: 1fr 1fr; }
  .team-figures .day-cell { font-size: 0.75rem; }
  .team-figures .so-far { font-size: 0.75rem; }
  .team-figures:is(.team-of-score, .team-of-countedSeconds) tbody td.day-cell { grid-column: span 7; font-size: 0.85rem; }
  .team-middle .figures dd { font-size: 1.2rem; }
  .team-table td.total { font-size: 0.85rem; }
  .team-figures :is(tbody, tfoot) td.total { grid-column: span 14 !important; }
  .team-bars :is(tbody, tfoot) td.total { grid-column: span 62 !important; }
}
@media print {
  .team-page { page: team; }
  .team-figures .day-cell { width: auto; min-width: 0; overflow-wrap: normal; }
  .team-bars .day-cell { width: 4mm; min-width: 4mm; }
  .team-bars .team-earlier { min-width: 0; }
  .team-bars .total-countedSeconds { min-width: 5.5rem; }
  .team-table .place { max-width: 7rem; }
  .team-table .team-unknown { min-width: 0; }
  .team-bars th:first-child { position: static !important; }
  .team-table :is(tbody, tfoot) th { width: auto; min-width: 0; }
}
@page team { size: landscape; margin: 12mm; }
@media (forced-colors: active) {
  .day-unknown > a { border: 1px dashed CanvasText; }
  .key .month-unknown { stroke: CanvasText; stroke-dasharray: 3 2; }
}
`;
