/** Cards, banners, badges, facts and tables. */
export const PARTS = `
.card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: 1.5rem 1.75rem; margin: 0 0 1.25rem; }
.card-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; margin-bottom: 1rem; }
.card > :last-child { margin-bottom: 0; }
.badge { display: inline-block; padding: 0.1rem 0.6rem; border-radius: 99px; font-size: 0.85rem; font-weight: 600; }
.badge + .badge { display: block; width: fit-content; margin-top: 0.3rem; }
.badge-good { background: var(--good-wash); color: var(--good); }
.badge-bad { background: var(--bad-wash); color: var(--bad); }
.badge-calm { background: var(--sunken); color: var(--ink-soft); }
.badge-busy { background: var(--busy-wash); color: var(--busy); }
.banner { display: flex; gap: 0.9rem; padding: 1rem 1.25rem; border-radius: var(--radius); margin: 0 0 1.25rem; }
.banner > div { min-width: 0; overflow-wrap: anywhere; }
.banner p { margin: 0; }
.banner-title { font-weight: 600; }
.banner-sign { flex: none; width: 1.5rem; height: 1.5rem; border-radius: 50%; display: grid; place-items: center; font-weight: 700; font-size: 0.85rem; color: var(--surface); }
.banner-good { background: var(--good-wash); }
.banner-good .banner-sign { background: var(--good); }
.banner-bad { background: var(--bad-wash); }
.banner-bad .banner-sign { background: var(--bad); }
.banner-calm { background: var(--accent-wash); }
.banner-calm .banner-sign { background: var(--accent); color: var(--accent-ink); }
.banner-busy { background: var(--busy-wash); }
.banner-busy .banner-sign { background: var(--busy); }
.notice-region { position: fixed; inset: auto 1rem 1rem; z-index: 2; display: grid; justify-items: center; pointer-events: none; }
/* What lies under a notice can be scrolled out from under it, to the last line. */
body:has(.notice, #page-loading:not(:empty)) main { padding-bottom: 12rem; }
.notice { pointer-events: auto; width: min(48rem, 100%); display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.5rem 1rem; padding: 0.6rem 1.1rem; min-height: 3.2rem; border-radius: var(--radius); border: 1px solid; box-shadow: 0 6px 20px rgb(10 15 30 / 0.12); }
.notice-good { background: var(--good-wash); color: var(--good); }
.notice-bad { background: var(--bad-wash); color: var(--bad); }
.notice-detail { color: var(--ink); }
.lost:not(:empty) { position: sticky; top: 0; z-index: 2; background: var(--busy-wash); color: var(--busy); font-weight: 600; padding: 0.6rem 1.25rem; border-radius: var(--radius); margin-bottom: 1.25rem; }
#page-loading { margin: 0; }
#page-loading:not(:empty) { position: fixed; inset: auto 1rem 1rem; z-index: 2; width: fit-content; max-width: min(48rem, 100% - 2rem); margin: 0 auto; padding: 0.8rem 1.1rem; border-radius: var(--radius); border: 1px solid; background: var(--busy-wash); color: var(--busy); box-shadow: 0 6px 20px rgb(10 15 30 / 0.12); }
.notice-buttons { margin-left: auto; }
.notice .quiet { color: inherit; text-decoration: underline; }
.empty { text-align: center; padding: 2.25rem 1rem; color: var(--ink-soft); border: 1px dashed var(--line); border-radius: var(--radius); margin: 0 0 1.25rem; }
.empty-title { font-weight: 600; color: var(--ink); margin-bottom: 0.3rem; }
.empty p:last-child { margin-bottom: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 1.1rem 1.5rem; margin: 0; }
dt { color: var(--ink-soft); font-size: 0.85rem; }
dd { margin: 0; }
.cell-note { display: block; color: var(--ink-soft); font-size: 0.85rem; font-weight: 400; }
.name { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; text-align: left; }
a:has(> .name) { display: inline-block; vertical-align: top; max-width: 100%; }
.scroll { position: relative; overflow-x: auto; margin: 0 -0.5rem 1rem; padding: 0 0.5rem; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { overflow-wrap: anywhere; min-width: 4.5rem; text-align: left; vertical-align: top; padding: 0.65rem 0.9rem 0.65rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 0.85rem; font-weight: 600; color: var(--ink-soft); white-space: nowrap; }
tbody th { font-weight: 500; }
td.row-action, td:has(> .badge) { min-width: max-content; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.because, .conversation { list-style: none; padding: 0; }
.conversation li { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); gap: 0.15rem 1.5rem; }
.because li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.15rem 1.5rem; }
.because li, .conversation li { align-items: baseline; padding: 0.6rem 0; margin: 0; border-bottom: 1px solid var(--line); }
.because li:first-child, .conversation li:first-child { padding-top: 0; }
.because li:last-child, .conversation li:last-child { border-bottom: 0; padding-bottom: 0; }
.because li > *, .conversation li > *, .versions li > * { min-width: 0; }
.because .hint { grid-column: 1; }
.because .number { grid-area: 1 / 2; }
progress { appearance: none; width: 100%; height: 0.6rem; border: 0; border-radius: 99px; overflow: hidden; background: var(--sunken); display: block; }
progress::-webkit-progress-bar { background: var(--sunken); }
progress::-webkit-progress-value { background: var(--accent); border-radius: 99px; }
progress::-moz-progress-bar { background: var(--accent); }
.progress { background: var(--accent-wash); border-radius: var(--radius); padding: 1rem 1.25rem; margin-bottom: 1.25rem; }
.progress progress { margin: 0.5rem 0; background: var(--surface); border: 1px solid var(--accent); }
.progress progress::-webkit-progress-bar { background: var(--surface); }
.progress p { margin: 0; font-variant-numeric: tabular-nums; }
@media (max-width: 40rem) {
  .card { padding: 1.1rem 1rem; }
  .banner { gap: 0.7rem; padding: 0.85rem 0.9rem; }
  .scroll table:not(.stacked) { min-width: 36rem; }
}
`;
