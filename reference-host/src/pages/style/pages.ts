/** What belongs to one page only. */
export const PAGES = `
.choose-row { display: flex; gap: 0.6rem; }
.choose-row button { flex: none; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 0 2.5rem; }
.columns h3:first-child { margin-top: 1rem; }
.visit-line + .columns { margin-top: 1.5rem; border-top: 1px solid var(--line); padding-top: 0.5rem; }
.scopes { margin: 0; }
.scopes > div { margin-bottom: 0.6rem; }
.scopes dt { font-size: 1rem; color: inherit; }
.card > h3:first-of-type { margin-top: 0; }
.facts + .hint { margin-top: 1.1rem; }
.labels { display: flex; flex-wrap: wrap; gap: 0.35rem; }
.call .fact:has(.labels) { grid-column: 1 / -1; }
.label { background: var(--sunken); padding: 0.05rem 0.55rem; border-radius: 6px; font-size: 0.9rem; }
.exclusion { max-width: 34rem; }
ul.objections { list-style: none; padding: 0; }
.objections > li + li { border-top: 1px solid var(--line); padding-top: 0.75rem; }
ul.data-lines { list-style: none; padding: 0; }
.card > .facts + h3 { margin-top: 1.4rem; }
.data-stored :is(th, td):nth-child(3) { padding-left: 1.5rem; }
.data-stored + .hint { margin-top: 1rem; }
@media (min-width: 56.26rem) { .data-stored td:nth-child(3) { white-space: nowrap; } }
.data-files { margin: 0 0 1.5rem; }
.exclusion .actions { margin-top: 0.75rem; }
.note { margin: 0 0 0.75rem; padding: 0.15rem 0 0.15rem 1rem; border-left: 3px solid var(--line-strong); overflow-wrap: anywhere; white-space: pre-line; }
.sign-in { max-width: 52rem; margin: 0 auto; }
.sign-in-form { max-width: 34rem; }
.tenant h2 { margin: 2rem 0 0.75rem; }
.people-list { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 0.75rem; }
.people-list li { margin: 0; }
.people-list form { height: 100%; }
.person { display: grid; grid-template-columns: minmax(0, 1fr) auto; text-align: left; justify-content: stretch; width: 100%; height: 100%; padding: 0.75rem 1rem; border-color: var(--line); border-radius: var(--radius); gap: 0 0.75rem; align-items: baseline; align-content: start; }
.person > * { min-width: 0; overflow-wrap: anywhere; }
.person:hover { border-color: var(--accent); background: var(--surface); }
.person-name { font-weight: 600; }
.person-role { color: var(--ink-soft); font-size: 0.8rem; }
.person-email { grid-column: 1 / -1; color: var(--ink-soft); font-size: 0.85rem; }
.message { text-align: center; padding: 12vh 0; }
.message .lead { margin-inline: auto; }
@media screen and (max-width: 40rem) {
  .figures { gap: 1rem 1.5rem; justify-content: space-between; }
  .figures dd { font-size: 1.35rem; }
  .call .facts { grid-template-columns: repeat(auto-fill, minmax(min(8rem, 100%), 1fr)); }
  .call .fact:is(:first-child, :has(.labels)) { grid-column: 1 / -1; }
  .because li { display: flex; flex-wrap: wrap; }
  .because li > :first-child { flex-basis: 100%; }
  .because .number { margin-left: auto; }
}
/* Tables whose rows become small cards, up to a tablet's width; paper has room for the table. */
@media screen and (max-width: 56.25rem) {
  .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked :is(tbody, tr, th, td) { display: block; border: 0; padding: 0; min-width: 0; text-align: left; width: auto; }
  .stacked tr { display: grid; gap: 0.35rem 1rem; padding: 0.9rem 0; border-bottom: 1px solid var(--line); align-items: baseline; }
  .stacked tr:last-child { border-bottom: 0; }
  .preview tr { grid-template-columns: repeat(3, auto); justify-content: space-between; }
  .preview th { grid-column: 1 / -1; }
  .people tr { grid-template-columns: 1fr auto; }
  .people :is(th, td:nth-child(2), td[colspan]) { grid-column: 1 / -1; }
  .data-stored tr { grid-template-columns: 1fr auto; }
  .data-stored td:nth-child(2) { font-weight: 600; }
  .data-stored td:nth-child(n + 3) { padding-left: 0; grid-column: 1 / -1; font-size: 0.9rem; color: var(--ink-soft); }
  .data-stored td:empty { display: none; }
  .data-readers td { font-size: 0.9rem; color: var(--ink-soft); }
  .rounds tr { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .rounds td:last-child { display: contents; }
  .rounds .badge { order: -1; justify-self: end; }
  .rounds .cell-note { grid-column: 1 / -1; }
  .rounds th { order: -2; }
  .rounds td[data-name]:not(.number) { grid-column: 1 / -1; }
  .rounds td[data-name] { font-size: 0.9rem; }
  .calls tr { grid-template-columns: 1fr auto; }
  .calls td:nth-child(1) { order: 0; }
  .calls td[data-name='Points'] { order: 1; text-align: right; font-weight: 600; }
  .calls th { order: 2; grid-column: 1 / -1; }
  .calls td:nth-child(3) { order: 4; }
  .calls .number { padding-left: 0; }
  .calls :is(td:nth-child(4), td:nth-child(5)) { order: 3; font-size: 0.9rem; color: var(--ink-soft); }
  .calls td:nth-child(5) { text-align: right; }
  .calls .row-action { order: 5; justify-self: end; margin-right: -0.7rem; }
  .stacked td[data-name]::before { content: attr(data-name) ' '; font-weight: 400; color: var(--ink-soft); font-size: 0.85rem; }
  .preview td[data-name]::before { display: block; }
  .flagged { margin: 0 -0.5rem; padding-inline: 0.5rem !important; }
  .flagged > :is(:first-child, :last-child) { box-shadow: none; }
}
`;
