import { html, type View } from '../shared/html.js';
import { Mark } from '../shared/parts.js';
import { SETTINGS_PATH } from './model.js';
import type { PluginNote } from '../../plugins/plugin-note.js';
import type { SurfaceConnection } from '../shared/surface.js';
import type { PartProps } from './parts-props.js';

/** The drop-down of installed phone systems: a form, so that it works before any script has run. */
export function ChooseSystem({ model, system, actions }: PartProps): View | null {
  const { items, selected } = model.systems;
  const noteOf = (key: string): PluginNote | undefined => model.notes.find((note) => note.key === key);
  const shut = model.notes.filter((note) => !items.some(({ key }) => key === note.key));
  if (items.length + shut.length === 0) return null;
  return html`
    <form class="choose" method="get" action=${SETTINGS_PATH}>
      <label for="system">Phone system</label>
      <div class="choose-row">
        ${system === null ? null : html`<${Mark} icon=${system.icon} name=${system.displayName} />`}
        <select
          id="system"
          name="system"
          autocomplete="off"
          onChange=${(event: Event) => actions.lookAt((event.currentTarget as HTMLSelectElement).value)}
        >
          ${model.chosen === null ? html`<option value="" selected disabled>Choose a phone system</option>` : null}
          ${items.map(
            ({ key, displayName, icon, configured, connection }) => html`
              <option
                key=${key}
                value=${key}
                data-mark=${letterFor(icon, displayName)}
                selected=${key === model.chosen}
              >
                ${icon === null ? null : html`<${Mark} icon=${icon} name=${displayName} />`}
                <span
                  >${displayName}${key === selected ? standing(connection) : ''}<${Why}
                    note=${configured ? undefined : noteOf(key)}
                /></span>
              </option>
            `,
          )}
          ${shut.map(
            (note) => html`
              <option key=${note.key} value=${note.key} data-mark=${letterFor(null, note.displayName)} disabled>
                <span>${note.displayName}<${Why} note=${note} /></span>
              </option>
            `,
          )}
        </select>
        <button type="submit" class="without-script">Show</button>
      </div>
    </form>
  `;
}

/** Why a phone system cannot be connected. Without styles it is told in one line with the name. */
const Why = ({ note }: { note: PluginNote | undefined }): View | null =>
  note === undefined ? null : html`<small class="why"><span class="dash"> – </span>${note.state}: ${note.why}</small>`;

// A letter inside would be read out as a part of the name.
const letterFor = (icon: string | null, name: string): string | undefined =>
  icon === null ? [...name][0]?.toUpperCase() : undefined;

const standing = (connection: SurfaceConnection | null): string =>
  connection?.status === 'connected' ? ' (connected)' : ' (needs attention)';
