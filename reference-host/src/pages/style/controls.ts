/** Buttons, fields and the dialog. */
export const CONTROLS = `
button, .button, input, select, textarea { font: inherit; color: inherit; }
button, .button {
  display: inline-flex; align-items: center; justify-content: center; gap: 0.4rem;
  min-height: 2.5rem; padding: 0.3rem 1rem; border-radius: 8px;
  border: 1px solid var(--line-strong); background: var(--surface); color: var(--ink);
  text-decoration: none; cursor: pointer; text-align: center; max-width: 100%; overflow-wrap: break-word;
}
button:hover, .button:hover { background: var(--sunken); color: var(--ink); }
button:disabled { opacity: 0.55; cursor: default; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-weight: 600; }
.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); color: var(--accent-ink); }
.quiet { border-color: transparent; background: transparent; color: var(--accent); padding: 0.3rem 0.7rem; }
.quiet:hover { background: var(--accent-wash); color: var(--accent-strong); }
.danger { color: var(--bad); }
.danger:hover { background: var(--bad-wash); color: var(--bad); }
.danger-solid { background: var(--bad); border-color: var(--bad); color: var(--surface); font-weight: 600; }
.danger-solid:hover { background: var(--bad); color: var(--surface); filter: brightness(0.92); }
.actions { display: flex; flex-wrap: wrap; gap: 0.6rem; margin: 1.25rem 0 0; }
label { display: block; font-weight: 600; font-size: 0.9rem; margin-bottom: 0.3rem; }
input:not([type='checkbox'], [type='radio']), select, textarea {
  width: 100%; min-height: 2.5rem; padding: 0.4rem 0.75rem; border-radius: 8px;
  border: 1px solid var(--line-strong); background: var(--surface);
}
select { appearance: none; padding-right: 2.25rem; background: var(--surface) no-repeat right 0.8rem center / 0.7rem
  url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 12 8'%3E%3Cpath d='M1 1l5 5 5-5' fill='none' stroke='%237b8596' stroke-width='2'/%3E%3C/svg%3E"); text-overflow: ellipsis; }
::placeholder { color: var(--ink-soft); opacity: 1; }
textarea { resize: vertical; }
.check { display: flex; gap: 0.6rem; align-items: flex-start; font-weight: 400; font-size: 1rem; margin: 1rem 0; }
.check input { width: 1.2rem; height: 1.2rem; margin-top: 0.2rem; flex: none; accent-color: var(--accent); }
.field-problem { color: var(--bad); margin: 0.4rem 0 0; }
dialog {
  width: min(34rem, calc(100vw - 2rem)); padding: 1.75rem; border: 1px solid var(--line); border-radius: 16px;
  background: var(--surface); color: var(--ink); box-shadow: 0 20px 60px rgb(10 15 30 / 0.3);
}
dialog::backdrop { background: rgb(10 15 25 / 0.55); }
dialog h2 { margin-bottom: 0.9rem; }
summary { cursor: pointer; color: var(--accent); padding: 0.4rem 0; }
@media (scripting: none) { .needs-script { display: none !important; } }
@media (scripting: enabled) { .without-script { display: none !important; } }
`;
