import { amount, counted, longDay, scoreText } from '../shared/format.js';
import { AsOf } from '../shared/as-of.js';
import { html, type View } from '../shared/html.js';
import { Card, Name } from '../shared/parts.js';
import { differenceOf, type RulesModel } from './model.js';
import type { RulesParts } from './rules-form.js';
import type { SurfaceRulesEffect } from '../shared/surface.js';

const SHOWN = 50;

/** The last thirty days of everybody, as they are and as the draft would make them. */
export function RulesPreview({ model, ui }: RulesParts): View {
  const { effects } = ui;
  const changed = (effects ?? []).filter((effect) => differenceOf(effect) !== 0);
  const rows = changed
    .toSorted(
      (a, b) => Math.abs(differenceOf(b)) - Math.abs(differenceOf(a)) || (nameIn(model, a) < nameIn(model, b) ? -1 : 1),
    )
    .slice(0, SHOWN);
  return html`
    <${Card} id="rules-preview" title="What it would change">
      <p class="hint">Each person’s last 30 days: as they are, and as if these rules had held in all of them.</p>
      <p role="status">${previewWords(ui, changed.length)}</p>
      ${effects === null || ui.asOf === null ? null : html`<p class="hint"><${AsOf} at=${ui.asOf} timeZone=${model.timeZone} /></p>`}
      ${effects === null || ui.frozenDays.length === 0 ? null : html`<p class="hint">${frozenWords(ui.frozenDays)}</p>`}
      ${
        rows.length === 0
          ? null
          : html`
              <div class="scroll" tabindex="0" role="region" aria-label="What the rules would change">
                <table class="preview stacked">
                  <thead>
                    <tr>
                      <th scope="col">Person</th>
                      <th scope="col" class="number">Now</th>
                      <th scope="col" class="number">Then</th>
                      <th scope="col" class="number">Change</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${rows.map(
                      (effect) => html`
                        <tr key=${effect.employeeId}>
                          <th scope="row"><${Name} of=${nameIn(model, effect)} /></th>
                          <td class="number" data-name="Now">${scoreText(effect.old)}</td>
                          <td class="number" data-name="Then">${scoreText(effect.new)}</td>
                          <td class="number" data-name="Change">${signed(differenceOf(effect))}</td>
                        </tr>
                      `,
                    )}
                  </tbody>
                </table>
              </div>
              ${changed.length > rows.length ? html`<p class="hint">and ${counted(changed.length - rows.length, 'more person', 'more people')} with smaller changes</p>` : null}
            `
      }
    <//>
  `;
}

const nameIn = ({ names }: RulesModel, { employeeId }: SurfaceRulesEffect): string =>
  names[employeeId] ?? 'Somebody who left';
const signed = (change: number): string => `${change > 0 ? '+' : '−'}${scoreText(Math.abs(change))}`;

function previewWords({ effects, problems, counting, people }: RulesParts['ui'], changed: number): string {
  if (problems.length > 0) return 'Put right what is wrong in the form to see it.';
  if (effects !== null) {
    if (counting) {
      const [done, all] = [counted(effects.length, 'person', 'people'), amount(Math.max(people, effects.length))];
      return `Counting: ${done} of about ${all} so far. The scores of ${amount(changed)} would change.`;
    }
    if (changed === 0) return 'Nobody’s score of the last 30 days would change.';
    return `${amount(changed)} of ${counted(effects.length, 'person’s score', 'people’s scores')} would change.`;
  }
  return counting ? 'Counting…' : 'Change a field to see it.';
}

function frozenWords(days: readonly string[]): string {
  const which = days.length === 1 ? longDay(days[0]!) : `${longDay(days[0]!)} to ${longDay(days.at(-1)!)}`;
  return `Left out: ${which}. The calls of ${days.length === 1 ? 'this day' : 'these days'} were deleted after the time for which calls are kept, so the scores stay as they are.`;
}
