/** Phone System: connecting, people, counting rules. */
export const SETTINGS = `
.sections ul, .filters ul { list-style: none; display: flex; flex-wrap: wrap; margin: 0; padding: 0; }
.sections { margin-bottom: 1.5rem; border-bottom: 1px solid var(--line); }
.sections ul { gap: 0 1.5rem; }
.sections li, .filters li { margin: 0; }
.sections a { display: inline-flex; align-items: center; min-height: 2.75rem; color: var(--ink-soft); text-decoration: none; margin-bottom: -1px; border-bottom: 3px solid transparent; }
.sections a:hover { color: var(--ink); }
.sections a[aria-current] { color: var(--ink); font-weight: 600; border-color: var(--accent); }
.choose { margin-bottom: 1.5rem; max-width: 26rem; }
.choose .choose-row { position: relative; }
.choose-row > .mark { position: absolute; left: 0.5rem; top: 50%; translate: 0 -50%; pointer-events: none; }
.mark { display: grid; place-items: center; flex: none; width: 1.6rem; height: 1.6rem; border-radius: 7px; background: var(--accent); color: var(--accent-ink); font-weight: 700; font-size: 0.9rem; }
img.mark { background: none; }
.mark + select { padding-left: 2.6rem; }
@supports (appearance: base-select) {
  .choose select, .choose select::picker(select) { appearance: base-select; }
  .choose select { display: flex; align-items: center; }
  .choose select::picker-icon { display: none; }
  .choose select::picker(select) { margin-top: 4px; padding: 0.35rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); color: var(--ink); box-shadow: 0 10px 30px rgb(10 15 30 / 0.18); max-width: calc(100vw - 2rem); }
  .choose option { display: flex; align-items: center; gap: 0.6rem; min-height: 2.75rem; padding: 0.3rem 0.6rem; border-radius: 8px; }
  .choose option:is(:hover, :focus) { background: var(--accent-wash); }
  .choose option[data-mark]::before { content: attr(data-mark) / ''; flex: none; display: grid; place-items: center; width: 1.6rem; height: 1.6rem; border-radius: 7px; background: var(--accent); color: var(--accent-ink); font-weight: 700; font-size: 0.9rem; }
  .choose option::checkmark { order: 1; margin-left: auto; }
  .choose option[value=''] { display: none; }
  .choose option[disabled] { color: var(--ink-soft); opacity: 1; }
  .choose .why { display: block; color: var(--ink-soft); white-space: normal; }
  .choose .why::first-letter { text-transform: uppercase; }
  .choose .dash { display: none; }
}
.visit-line { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.7rem; margin-top: 0.75rem; }
.visit-line p { margin: 0; }
.visit-line .quiet { margin-left: -0.7rem; }
.visit-line:not(:has(> p:not(:empty))) { display: none; }
.visit-end { max-width: 34rem; margin: 4vh auto 0; }
.filters { margin: 1rem 0 0.25rem; }
.filters ul { gap: 0.4rem; }
.filters li { max-width: 100%; }
.filters a { display: inline-flex; max-width: 100%; flex-wrap: wrap; align-items: center; gap: 0 0.45rem; min-height: 2.25rem; padding: 0 0.85rem; border: 1px solid var(--line); border-radius: 99px; color: var(--ink-soft); text-decoration: none; }
.filters a:hover { background: var(--sunken); color: var(--ink); }
.filters a[aria-current] { background: var(--accent-wash); border-color: var(--accent); color: var(--ink); font-weight: 600; }
.count { font-variant-numeric: tabular-nums; font-weight: 400; color: var(--ink-soft); }
.finder { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 0.5rem 1rem; margin: 0.9rem 0 0.75rem; }
.finder .field { flex: 1 1 16rem; max-width: 28rem; }
.finder-count { margin: 0 0 0.55rem auto; font-variant-numeric: tabular-nums; }
.fetch-again form { align-items: end; max-width: 40rem; }
@media (min-width: 40rem) { .fetch-again button { white-space: nowrap; } }
.rounds tbody th { white-space: nowrap; }
.rounds :is(th, td):last-child { padding-left: 0.9rem; }
@media (min-width: 56.26rem) {
  .people tr > :first-child { width: 34%; }
  .people td > .badge { white-space: nowrap; }
}
.row-action { text-align: right; width: 1%; }
.row-action .quiet { margin: -0.4rem 0; white-space: nowrap; overflow-wrap: normal; }
.pager { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem 1rem; margin-bottom: 1rem; }
.lines { columns: 20rem auto; }
.row-editor { padding: 0.25rem 0 0.5rem; }
.row-editor-buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.6rem; }
.former-accounts { list-style: none; margin: 0; padding: 0; }
.former-accounts li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1.5rem; padding: 0.75rem 0; border-top: 1px solid var(--line); }
.former-accounts p { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.mapping-file .field .hint { margin: 0.3rem 0 0.75rem; }
.passing input[type='date'] { width: auto; min-width: 10rem; margin-left: 1.6rem; }
.passing .hint { margin: 0.35rem 0 0.75rem 1.6rem; }
.picker { max-width: 34rem; }
.picker-list { list-style: none; margin: 4px 0 0; padding: 0.35rem; max-height: 19rem; overflow-y: auto; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); box-shadow: 0 10px 30px rgb(10 15 30 / 0.12); }
.picker-list li { margin: 0; padding: 0.45rem 0.6rem; border-radius: 8px; cursor: pointer; overflow-wrap: anywhere; }
.picker-list li:hover { background: var(--sunken); }
.picker-list [aria-selected='true'] { background: var(--accent-wash); box-shadow: inset 3px 0 var(--accent); }
.picker-list .badge { white-space: normal; }
.picker-count { margin: 0.35rem 0 0; }
.rules-columns { display: grid; grid-template-columns: minmax(0, 4fr) minmax(0, 3fr); gap: 0 1.25rem; align-items: start; }
.rules .field { margin-bottom: 1.1rem; }
.rules .field .hint { margin: 0.3rem 0 0; }
.rules .field input { max-width: 14rem; }
.field-row { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr)); gap: 0 1.25rem; }
form.field-row { align-items: end; }
fieldset { border: 0; margin: 0 0 0.5rem; padding: 0; min-width: 0; }
legend { padding: 0; margin-bottom: 0.5rem; font-weight: 600; font-size: 0.9rem; }
fieldset .field label { font-weight: 400; }
fieldset .check { margin: 0.4rem 0; }
[aria-invalid='true'] { border-color: var(--bad) !important; box-shadow: 0 0 0 1px var(--bad); }
.versions { list-style: none; padding: 0; }
.versions li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.25rem 1.5rem; padding: 0.75rem 0; margin: 0; border-bottom: 1px solid var(--line); }
.versions li:last-child { border-bottom: 0; }
@media (max-width: 60rem) {
  .rules-columns { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 40rem) {
  .finder-count { margin-left: 0; }
}
`;
