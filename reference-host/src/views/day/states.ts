import { html, type View } from '../shared/html.js';
import { Banner, Empty } from '../shared/parts.js';
import { dayHref, type DayModel, isNeverKnown } from './model.js';

/** What has to be known before a day's numbers are believed. */
export function DayStates({ model }: { model: DayModel }): View | null {
  const { day, own, today } = model;
  if (day.day > today) {
    return html`
      <${Banner} tone="calm" title="This day is still to come.">
        <p><a href=${dayHref(day.employeeId, today)}>Go to today</a></p>
      <//>
    `;
  }
  if (day.why === 'not-stored') {
    return html`
      <${Banner} tone="calm" title=${`${own ? 'Your' : 'This person’s'} calls of this day are not stored.`}>
        <p>
          Your company has set it so. Nothing of this day is counted, and the calls of others do not name
          ${own ? ' you' : ' this person'}.
        </p>
      <//>
    `;
  }
  if (!day.callsKept) {
    return html`
      <${Banner} tone="calm" title="The calls of this day are no longer kept.">
        <p>
          They were deleted after the time for which your company keeps calls. The score and how it came about are
          final: later rules, matches and exclusions do not change them.
        </p>
      <//>
    `;
  }
  if (!day.mapped) {
    return html`
      <${Banner} tone="calm" title=${`${own ? 'You are' : 'This person is'} not matched to a phone line on this day.`}>
        <p>Calls count as soon as an administrator makes the match; those that were fetched already count then too.</p>
      <//>
    `;
  }
  return html`
    <${Incomplete} day=${day} />
    ${
      day.inputs.length === 0 || day.countedSeconds !== 0 || (day.score !== 0 && day.explain === 'points')
        ? null
        : html`<${Banner} tone="calm" title="Nothing on this day was counted."><p>${whyNothing(model)}</p><//>`
    }
  `;
}

function Incomplete({ day: { complete, problem, why } }: Pick<DayModel, 'day'>): View | null {
  if (complete) return null;
  if (why === 'no-longer-told' && problem === null) {
    return html`
      <${Banner} tone="calm" title="The phone system no longer tells about this day.">
        <p>
          When it was asked for, nothing of that time was listed: it was older than every account is told of, or the
          personal data of its calls had been removed. There may have been calls.
        </p>
      <//>
    `;
  }
  if (why === 'before-history' && problem === null) {
    return html`
      <${Banner} tone="calm" title="Not all of this day is known.">
        <p>
          It lies, at least in part, before the first calls that were fetched from the phone system. What happened
          earlier is not known here.
        </p>
      <//>
    `;
  }
  return html`
    <${Banner} tone="busy" title="This day is not complete yet.">
      <p>${problem?.message ?? 'Calls may still be added, so what is counted may still change.'}</p>
    <//>
  `;
}

function whyNothing({ day: { inputs } }: DayModel): string {
  if (inputs.every(({ connectedAt }) => connectedAt === null)) return 'Nobody talked in any of its calls.';
  const talked = inputs.filter(({ connectedAt }) => connectedAt !== null);
  const reasons = new Set(talked.map(({ flagReason }) => flagReason));
  if (reasons.size === 1 && reasons.has('excluded')) return 'Every call in which somebody talked was excluded.';
  if (reasons.size === 1 && reasons.has('too-short'))
    return 'Every call in which somebody talked was too short to count.';
  return 'The table says of each call why; open a call for the whole sentence.';
}

const noCallsTitle = ({ complete, why }: DayModel['day']): string => {
  if (complete) return 'No calls on this day.';
  return isNeverKnown(why) ? 'No calls of this day are known.' : 'No calls so far.';
};

/** A day without calls, and what it can mean. */
export function NoCalls({ model: { day, today } }: { model: DayModel }): View | null {
  if (day.day > today || !day.callsKept || day.why === 'not-stored') return null;
  if (!day.mapped) return html`<${Empty} title="No calls to show." />`;
  return html`
    <${Empty} title=${noCallsTitle(day)}>
      <p>Video calls and messages are not shown here.</p>
    <//>
  `;
}
