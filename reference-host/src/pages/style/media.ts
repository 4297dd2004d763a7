/** Paper, and colours that a person has chosen for everything. */
export const MEDIA = `
@media print {
  :root { color-scheme: light; --ground: #ffffff; --surface: #ffffff; --sunken: #f1f3f6; --line: #c4cad4; --ink: #000000; --ink-soft: #3d4452; --accent: #2c5bd4; }
  @page { margin: 14mm; }
  html { font-size: 9.5pt; }
  #rules-form, #exclusion:has(form), #about:has(details:not([open])) { display: none; }
  .month { grid-auto-columns: minmax(0, 1fr); }
  main { padding: 0; max-width: none; }
  .site nav, .who, .skip, .trail, .sections, .neighbours, .beside, .month-around, .row-action, .actions, .pager, .filters, .finder, .choose, dialog, .notice-region, .lost, #page-loading, .calls-shown, .no-print, form, button, summary { display: none !important; }
  .site-row { padding: 0 0 0.5rem; }
  .card { border: 0; border-top: 1px solid var(--line); border-radius: 0; box-shadow: none; padding: 0.75rem 0 0; margin-bottom: 0.75rem; }
  .scroll { overflow: visible; margin: 0; padding: 0; }
  .scroll table { min-width: 0; }
  th, td { min-width: 0; padding: 0.25rem 0.75rem 0.25rem 0; }
  tr, .because li, .conversation li, .figures, .timeline { break-inside: avoid; }
  .notice-page { font-size: 0.8em; line-height: 1.25; }
  .notice-page :is(ul, p, dl, li) { margin-block: 0.15rem; }
  .notice-page .card { padding-top: 0.3rem; margin-bottom: 0.3rem; }
  thead { display: table-header-group; }
  h1, h2, h3 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  .bar-credited, .bar-rest, .bar-flagged, .month-bar, .badge, .day-unknown > a { print-color-adjust: exact; }
  .hour > summary { display: flex !important; break-after: avoid; padding: 0.3rem 0; }
  .hour > summary::before { content: none; }
}
@media (forced-colors: active) {
  .brand-mark, .grid-text, .grid-line { forced-color-adjust: none; }
  .brand-mark { background: CanvasText; }
  .grid-text { fill: CanvasText; }
  .bar-flagged, .bar-silent { stroke: CanvasText; }
  .banner { border: 1px solid CanvasText; }
  .sections a:not([aria-current]) { border-color: Canvas; }
  .site nav a[aria-current] { text-decoration: underline; }
  .month-day[aria-current], .filters a[aria-current], .picker-list [aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; }
}
`;
