import { moment } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Badge } from '../shared/parts.js';
import type { SurfaceObjectionOnDay } from '../shared/surface.js';

type Reply = NonNullable<SurfaceObjectionOnDay['answer']>;

const followedWords = ({ answer, step }: Reply): string => {
  if (answer === 'declined') return 'Declined';
  if (step === 'exclude') return 'Accepted: the call is left out';
  if (step === 'include') return 'Accepted: the call counts again';
  return 'Accepted: mapping or rules are looked at';
};

/** Whether an objection waits, or what came of it, in a few words. */
export const ObjectionBadge = ({ answer }: Pick<SurfaceObjectionOnDay, 'answer'>): View =>
  answer === null
    ? html`<${Badge} tone="busy">Waits for an answer<//>`
    : html`<${Badge} tone=${answer.answer === 'accepted' ? 'good' : 'calm'}>${followedWords(answer)}<//>`;

/** Both words and both times. */
export function Said(props: {
  readonly objection: SurfaceObjectionOnDay;
  readonly who: string;
  readonly timeZone: string;
}): View {
  const { objection, who, timeZone } = props;
  const { text, at, answer } = objection;
  return html`
    <p class="hint"><bdi>${who}</bdi>, <time datetime=${at}>${moment(at, timeZone)}</time></p>
    <blockquote class="note"><bdi>${text}</bdi></blockquote>
    ${
      answer === null
        ? null
        : html`
            <p class="hint">
              <bdi>${answer.by.name}</bdi>, <time datetime=${answer.at}>${moment(answer.at, timeZone)}</time>
            </p>
            <blockquote class="note"><bdi>${answer.text}</bdi></blockquote>
          `
    }
  `;
}
