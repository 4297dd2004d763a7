/** Colours, type and the frame around every page. */
export const BASE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9;
  --surface: #ffffff;
  --sunken: #f1f3f6;
  --line: #dfe3e9;
  --line-strong: #868e9c;
  --ink: #1b212c;
  --ink-soft: #586173;
  --accent: #2c5bd4;
  --accent-strong: #1f479f;
  --accent-ink: #ffffff;
  --accent-wash: #eaf0fd;
  --good: #17693f;
  --good-wash: #e5f4eb;
  --bad: #ab2a2a;
  --bad-wash: #fcecea;
  --busy: #7a5200;
  --busy-wash: #fdf3dc;
  --grey-bar: #7d8798;
  --grey-wash: #dde1e8;
  --radius: 12px;
  --shadow: 0 1px 2px rgb(20 30 50 / 0.05);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151b;
    --surface: #1a1f27;
    --sunken: #222831;
    --line: #2f3742;
    --line-strong: #7b8596;
    --ink: #e7eaf0;
    --ink-soft: #a4adbc;
    --accent: #8fb1ff;
    --accent-strong: #b2c9ff;
    --accent-ink: #0e1a36;
    --accent-wash: #202c46;
    --good: #7ed3a2;
    --good-wash: #17301f;
    --bad: #ff9f97;
    --bad-wash: #3a1f1e;
    --busy: #efc266;
    --busy-wash: #33280f;
    --grey-bar: #8d97a8;
    --grey-wash: #3a424e;
    --shadow: none;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding: 4rem 0 9rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
  overflow-wrap: anywhere;
}
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 0.5rem; letter-spacing: -0.015em; }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 0; }
h3 { font-size: 0.95rem; margin: 1.5rem 0 0.4rem; }
p { margin: 0 0 0.75rem; }
ul { margin: 0 0 0.75rem; padding-left: 1.2rem; }
li { margin-bottom: 0.3rem; }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--sunken); padding: 0.1em 0.35em; border-radius: 5px; }
a { color: var(--accent); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
:is(main, h1, h2):focus { outline: none; }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 2; background: var(--surface); padding: 0.5rem 1rem; border-radius: 8px; }
.skip:focus { top: 0.5rem; }
.site { background: var(--surface); border-bottom: 1px solid var(--line); }
.site-row { max-width: 70rem; margin: 0 auto; padding: 0.6rem 1.25rem; display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 1.5rem; }
.brand { color: var(--ink); text-decoration: none; font-weight: 650; display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2.5rem; }
.brand small { font-weight: 400; font-size: 0.8rem; color: var(--ink-soft); }
.brand-mark { width: 1.1rem; height: 1.1rem; border-radius: 6px; background: var(--accent); }
.site ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem; margin: 0; padding: 0; }
.site li { margin: 0; }
.site nav a { display: inline-flex; align-items: center; min-height: 2.5rem; padding: 0 0.75rem; border-radius: 8px; color: var(--ink-soft); text-decoration: none; }
.site nav a:hover { background: var(--sunken); color: var(--ink); }
.site nav a[aria-current] { color: var(--ink); font-weight: 600; box-shadow: inset 0 -2px var(--accent); border-radius: 8px 8px 0 0; }
.who { display: flex; align-items: center; gap: 0.5rem; margin: 0 0 0 auto; min-width: 0; }
.who-name { color: var(--ink-soft); max-width: 16rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
.trail ol { list-style: none; display: flex; flex-wrap: wrap; margin: 0 0 0.75rem; padding: 0; font-size: 0.9rem; color: var(--ink-soft); }
.trail li { margin: 0; }
.trail li:not(:last-child)::after { content: '›'; margin: 0 0.5rem; }
.place { display: inline-block; max-width: min(20rem, 60vw); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; }
.trail a { color: inherit; }
p, h1, li { text-wrap: pretty; }
.lead { color: var(--ink-soft); max-width: 42rem; margin-bottom: 1.5rem; }
.hint { color: var(--ink-soft); font-size: 0.9rem; }
.nowrap { white-space: nowrap; }
.whole { display: inline-block; }
@media (max-width: 40rem) {
  main { padding: 1.25rem 1rem 3rem; }
  .site-row { padding: 0.4rem 1rem; gap: 0.1rem 0.5rem; }
  .who { gap: 0; }
  .site nav { order: 3; width: 100%; }
  .who-name { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; white-space: normal; line-height: 1.25; text-align: right; }
  h1 { font-size: 1.45rem; }
}
@media (max-width: 56.25rem) {
  .brand small { display: none; }
}
@media (prefers-reduced-motion: no-preference) {
  a, button, .button { transition: background-color 120ms, border-color 120ms, color 120ms; }
}
`;
