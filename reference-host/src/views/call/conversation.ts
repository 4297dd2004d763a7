import { clock, shortDay, span, talkSeconds } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Card } from '../shared/parts.js';
import type { SurfaceConversationRecord } from '../shared/surface.js';
import { beganOn, callHref } from '../day/model.js';
import type { CallModel } from './model.js';
import { directionWords, outcomeWords } from '../shared/words.js';

/** The other records of the same conversation: a department's leg, a colleague's side, a participant who was added. */
export function Conversation({ model: { call, timeZone } }: { model: CallModel }): View | null {
  const others = call.conversation.filter(({ callId }) => callId !== call.callId);
  if (others.length === 0) return null;
  return html`
    <${Card} id="conversation" title="The same conversation">
      <p class="hint">A phone system keeps a record for each person and group that took part.</p>
      <ul class="conversation">
        ${others.map(
          (record) => html`
            <li key=${record.callId}>
              ${
                record.mayOpen
                  ? html`<a href=${callHref(record.callId)}><bdi>${whose(record)}</bdi></a>`
                  : html`<bdi>${whose(record)}</bdi>`
              }
              <span>${directionWords(record.direction)}, ${outcomeWords(record).toLowerCase()}</span>
              <span class="hint">
                ${clock(record.connectedAt ?? record.startedAt, timeZone)}${
                  beganOn(record, timeZone) === beganOn(call, timeZone)
                    ? ''
                    : ` on ${shortDay(beganOn(record, timeZone))}`
                }${record.connectedAt === null ? '' : `, ${span(talkSeconds(record))} of talk`}
              </span>
            </li>
          `,
        )}
      </ul>
    <//>
  `;
}

function whose({ employee, group }: SurfaceConversationRecord): string {
  if (employee !== null) return employee.name;
  return group === null ? 'A line of nobody here' : (group.name ?? 'A group');
}
