import { AsOf } from '../shared/as-of.js';
import { counted, moment } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Badge, Banner, Card, Fact, Name, type Tone } from '../shared/parts.js';
import type { SurfaceConnection, SurfaceProblem } from '../shared/surface.js';
import { Disconnect } from './disconnect.js';
import { KeysForm } from './keys-form.js';
import { connectHref } from './model.js';
import type { LiveProps } from './parts-props.js';
import { Progress } from './progress.js';
import { VisitLine } from './visit-line.js';

const STATUS: Record<SurfaceConnection['status'], { tone: Tone; words: string }> = {
  connected: { tone: 'good', words: 'Connected' },
  'needs-reconnect': { tone: 'bad', words: 'Needs you to reconnect' },
  stopped: { tone: 'bad', words: 'Stopped' },
  disconnected: { tone: 'calm', words: 'Disconnected' },
};

/** Whose account, since when, how far the data goes, and what can be done about it. */
export function ConnectionCard(props: LiveProps): View {
  const { model, system, live, ui, actions } = props;
  const { tone, words } = STATUS[live.status];
  const when = (instant: string | null, otherwise: string) =>
    instant === null ? otherwise : html`<time datetime=${instant}>${moment(instant, model.timeZone)}</time>`;
  return html`
    <${Card}
      id="connection"
      title=${html`<${Name} of=${live.account.name} />`}
      aside=${html`<${Badge} tone=${tone}>${words}<//>`}
    >
      <${Problem} problem=${live.problem} hasKeys=${system.keys !== null} />
      <${RefusedScores} refused=${live.refusedScores} timeZone=${model.timeZone} />
      <${Forgets} name=${system.displayName} days=${live.forgetsAfterDays} />
      <${Bounding} bounds=${live.bounds} />
      <${Progress} ...${props} />
      <dl class="facts">
        <${Fact} term="Account">${`${system.displayName} · ${live.account.domains.join(', ')}`}<//>
        <${Fact} term="Connected by">
          <${Name} of=${model.connectedByName ?? live.connectedBy} />
          <span class="cell-note">${when(live.connectedAt, '')}</span>
        <//>
        <${Fact} term="Calls are complete until">${when(live.completeUntil, 'Known once the history is fetched')}<//>
        <${Fact} term="Last fetch">${when(live.lastFetchAt, 'None yet')}<//>
        <${Fact} term="Next fetch">${when(live.nextFetchAt, 'None is planned')}<//>
        <${Bounds} bounds=${live.bounds} />
      </dl>
      <p class="hint"><${AsOf} at=${model.asOf} timeZone=${model.timeZone} /></p>
      <div class="actions">
        ${
          live.status === 'connected'
            ? html`
                <button type="button" class="needs-script" aria-disabled=${ui.busy} onClick=${actions.fetchNow}>
                  Fetch now
                </button>
              `
            : null
        }
        ${
          system.keys === null
            ? html`<a
                id="connect"
                class=${live.problem?.action === 'reconnect' ? 'button primary' : 'button'}
                href=${connectHref(system.key)}
                onClick=${actions.visit}
                >Reconnect</a
              >`
            : null
        }
        <${Disconnect} ...${props} />
      </div>
      ${
        system.keys === null
          ? html`<${VisitLine} system=${system} ui=${ui} actions=${actions} />`
          : html`
              <details open=${live.problem?.action === 'reconnect'}>
                <summary>Reconnect with other keys</summary>
                <${KeysForm} ...${props} />
              </details>
            `
      }
    <//>
  `;
}

const NEXT_STEP: Record<SurfaceProblem['action'], string> = {
  reconnect: 'Sign in there as a company administrator.',
  wait: 'There is nothing you need to do.',
  'ask-operator': 'The people who run this site can put it right.',
};

function RefusedScores(props: { refused: SurfaceConnection['refusedScores']; timeZone: string }): View | null {
  const { refused, timeZone } = props;
  if (refused === null) return null;
  const since = html`<time datetime=${refused.since}>${moment(refused.since, timeZone)}</time>`;
  const [title, more] = firstSentence(refused.message);
  return html`<${Banner} tone="busy" title=${title}><p>${more} Since ${since}.</p><//>`;
}

const STORED: Record<SurfaceConnection['bounds']['counterparties'], string> = {
  full: 'Stored with number and name',
  masked: 'Stored without the last three digits of numbers, and without names',
  none: 'Not stored',
};

/** What of whom people speak with is stored, where the company bounds that. */
function Bounds({ bounds: { counterparties, neverStored } }: Pick<SurfaceConnection, 'bounds'>): View | null {
  if (counterparties === 'full' && neverStored === 0) return null;
  const never = `Of ${counted(neverStored, 'number')} nothing is stored.`;
  return html`
    <${Fact} term="Whom people speak with">
      ${STORED[counterparties]} ${neverStored === 0 ? null : html`<span class="cell-note">${never}</span>`}
    <//>
  `;
}

/** What was stored before is brought within changed bounds. */
function Bounding({ bounds: { applying } }: Pick<SurfaceConnection, 'bounds'>): View | null {
  if (applying === null) return null;
  return html`<${Banner}
    tone="busy"
    title=${`What may be stored has changed: ${applying.done.toLocaleString('en-US')} of ${counted(applying.total, 'call record')} are looked through.`}
  >
    <p>
      What is told from now on is stored as your company’s terms say. What was taken out comes back, after another
      change, only where the phone system tells a call again.
    </p>
  <//>`;
}

/** The vendor forgets earlier than calls are kept here. */
function Forgets({ name, days }: { name: string; days: number | null }): View | null {
  if (days === null) return null;
  return html`<${Banner}
    tone="calm"
    title=${`${name} has removed the personal data of calls that are ${counted(days, 'day')} old.`}
  >
    <p>
      Here they stay as they are, with their scores. If your company wants ${name}’s retention followed here as well,
      ask the people who run this site: it is a setting of your company’s terms.
    </p>
  <//>`;
}

function Problem({ problem, hasKeys }: { problem: SurfaceProblem | null; hasKeys: boolean }): View | null {
  if (problem === null) return null;
  const next =
    hasKeys && problem.action === 'reconnect' ? 'Type other keys for that below.' : NEXT_STEP[problem.action];
  const tone: Tone = problem.action === 'wait' ? 'busy' : 'bad';
  const [title, more] = firstSentence(problem.message);
  return html`<${Banner} tone=${tone} title=${title}><p>${more} ${next}</p><//>`;
}

/** A message's first sentence, to stand out, and the rest of it. */
function firstSentence(message: string): readonly [string, string] {
  const end = message.search(/[.!?]”? (?=\p{Lu})/u);
  return end === -1 ? [message, ''] : [message.slice(0, end + 1), message.slice(end + 1).trim()];
}
