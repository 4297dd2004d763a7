import { useRef, useState } from 'preact/hooks';
import { counted } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import type { SurfaceImport } from '../shared/surface.js';
import type { FileCheck } from './model.js';
import type { LiveProps } from './parts-props.js';

/** The matches as a file: out, and in again after a look at what would change. */
export function MappingFile({ system, ui, actions }: LiveProps): View {
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<File | null>(null);
  const [check, setCheck] = useState<FileCheck | null>(null);
  const forget = (): void => {
    if (input.current !== null) input.current.value = '';
    setChosen(null);
    setCheck(null);
  };
  const look = async (file: File | undefined): Promise<void> => {
    setCheck(null);
    setChosen(file ?? null);
    if (file === undefined) return;
    const found = await actions.checkFile(file);
    // Whoever has chosen another file meanwhile waits for that one's answer.
    if (input.current?.files?.[0] === file) setCheck(found);
  };
  return html`
    <details class="mapping-file">
      <summary>Download the matches, or upload them as a file</summary>
      <p>
        <a href=${`/api/phone-systems/${encodeURIComponent(system.key)}/mappings/export`} download>
          Download the matches (CSV)
        </a>
        <span class="hint"> One line an employee, for a spreadsheet.</span>
      </p>
      <div class="field needs-script">
        <label for="mapping-file">Take matches over from a file</label>
        <input
          id="mapping-file"
          type="file"
          accept=".csv,text/csv"
          ref=${input}
          aria-describedby="mapping-file-hint mapping-file-check"
          onChange=${(event: Event) => void look((event.currentTarget as HTMLInputElement).files?.[0])}
        />
        <p class="hint" id="mapping-file-hint">You see what it would change before anything does.</p>
      </div>
      <div id="mapping-file-check" role="status">
        ${chosen !== null && check === null ? html`<p>Reading <bdi>${chosen.name}</bdi>…</p>` : null}
        ${check === null ? null : html`<${Found} check=${check} />`}
      </div>
      ${
        chosen !== null && check?.kind === 'read' && isTakeable(check.found)
          ? html`
              <div class="row-editor-buttons">
                <button
                  type="button"
                  class="primary"
                  aria-disabled=${ui.busy}
                  onClick=${() => {
                    if (ui.busy) return;
                    actions.importFile(chosen);
                    forget();
                  }}
                >
                  Save ${counted(check.found.changes.length, 'change')}
                </button>
                <button
                  type="button"
                  class="quiet"
                  onClick=${() => {
                    forget();
                    input.current?.focus();
                  }}
                >
                  Cancel
                </button>
              </div>
            `
          : null
      }
    </details>
  `;
}

const isTakeable = ({ wrong, changes }: SurfaceImport): boolean => wrong.length === 0 && changes.length > 0;

function Found({ check }: { check: FileCheck }): View {
  if (check.kind === 'refused') return html`<p class="field-problem">${check.message}</p>`;
  const { lines, changes, wrong, wrongLines } = check.found;
  if (wrong.length === 0) {
    return html`<p>
      ${counted(lines, 'line')} read;
      ${changes.length === 0 ? ' nothing would change.' : ` ${counted(changes.length, 'match', 'matches')} would change.`}
    </p>`;
  }
  return html`
    <p class="field-problem">
      ${counted(wrongLines, 'line')} of ${lines} cannot be used, so nothing was changed. Correct the file and choose it
      again.
    </p>
    <ul class="wrong-lines">
      ${wrong.map(({ line, message }) => html`<li key=${line}>Line ${line}: ${message}</li>`)}
      ${wrongLines > wrong.length ? html`<li>And ${counted(wrongLines - wrong.length, 'more line')}.</li>` : null}
    </ul>
  `;
}
