import { daysAfter, longDay, moment } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { LostLine, NoticeRegion } from '../shared/notice.js';
import { Badge, Card, type Place, Trail } from '../shared/parts.js';
import { SETTINGS_PATH } from '../settings/model.js';
import { Sections } from '../settings/sections.js';
import { calmRulesUi, noRulesActions, type RulesActions, type RulesModel, type RulesUi } from './model.js';
import { RulesForm, type RulesParts } from './rules-form.js';
import { RulesPreview } from './rules-preview.js';

export interface RulesPageProps {
  readonly model: RulesModel;
  readonly ui?: RulesUi;
  readonly actions?: RulesActions;
}

const TRAIL: readonly Place[] = [
  { name: 'Settings' },
  { name: 'Products' },
  { name: 'Phone System', href: SETTINGS_PATH },
  { name: 'Counting rules' },
];

/** Settings → Products → Phone System → Counting rules: what a minute is worth, and what a change would do. */
export function RulesPage({ model, ui = calmRulesUi(model), actions = noRulesActions }: RulesPageProps): View {
  const parts = { model, ui, actions };
  return html`
    <div class="rules">
      <${Trail} places=${TRAIL} />
      <h1>Counting rules</h1>
      <p class="lead">What a minute of talk is worth, what else counts, and what does not.</p>
      <${Sections} here="rules" />
      <${LostLine} lost=${ui.lost} />
      <${NoticeRegion} notice=${ui.notice} close=${actions.closeNotice} />
      <div class="rules-columns">
        <${RulesForm} ...${parts} />
        <${RulesPreview} ...${parts} />
      </div>
      <${Versions} ...${parts} />
    </div>
  `;
}

function Versions({ model: { rules, today, names, timeZone }, ui, actions }: RulesParts): View {
  const versions = rules.versions.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  const inForce = versions.find(({ effectiveFrom }) => effectiveFrom <= today);
  return html`
    <${Card} id="versions" title="Versions">
      ${
        versions.length === 0
          ? html`<p class="hint">Nothing has been saved yet: a minute is worth one point, and nothing else counts.</p>`
          : html`
              <ul class="versions">
                ${versions.map(
                  (version, at) => html`
                    <li key=${version.effectiveFrom}>
                      <span>
                        <strong>From ${longDay(version.effectiveFrom)}</strong>${untilWords(versions[at - 1])}
                        ${version === inForce ? html` <${Badge} tone="good">In force today<//>` : null}
                        ${version.effectiveFrom > today ? html` <${Badge} tone="calm">Not begun yet<//>` : null}
                        <span class="cell-note">${versionWords(version)}</span>
                      </span>
                      <span class="hint">
                        Saved by <bdi>${names[version.savedBy] ?? 'somebody who left'}</bdi>,${' '}
                        ${moment(version.savedAt, timeZone)}
                        ${
                          version.effectiveFrom > today
                            ? html`<button
                                type="button"
                                class="quiet needs-script"
                                aria-disabled=${ui.busy}
                                onClick=${() => actions.withdraw(version.effectiveFrom)}
                              >
                                Take back<span class="visually-hidden">
                                  the rules from ${longDay(version.effectiveFrom)}</span
                                >
                              </button>`
                            : null
                        }
                      </span>
                    </li>
                  `,
                )}
              </ul>
            `
      }
    <//>
  `;
}

/** Until when a version holds, where another one follows. */
const untilWords = (next: RulesModel['rules']['versions'][number] | undefined): string =>
  next === undefined ? '' : ` until ${longDay(daysAfter(next.effectiveFrom, -1))}`;

function versionWords(rules: RulesModel['rules']['versions'][number]): string {
  const { inbound, outbound, internal } = rules.weights;
  return [
    `${rules.pointsPerMinute} a minute`,
    `incoming × ${inbound}, outgoing × ${outbound}, colleagues × ${internal}`,
    rules.pointsPerCall === 0 ? '' : `${rules.pointsPerCall} a call`,
    rules.shortestTalkSeconds === 0 ? '' : `from ${rules.shortestTalkSeconds} s of talk`,
    rules.dailyCap === null ? '' : `at most ${rules.dailyCap} a day`,
    rules.overlap === 'conversation' ? 'overlaps within one conversation' : '',
  ]
    .filter((words) => words !== '')
    .join(' · ');
}
