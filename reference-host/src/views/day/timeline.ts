import { clock, span } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { isolated } from '../shared/isolated.js';
import { callOfDayHref, type DayModel } from './model.js';
import { Swatch } from './swatch.js';
import { hoursBetween, timeline, type Bar } from './timeline-bars.js';

const LANE = 22;
const AXIS = 24;

/** Every call as a bar: what was credited is solid, the rest hatched, what is flagged grey. The table says the same. */
export function DayTimeline({ model }: { model: DayModel }): View | null {
  const { day } = model;
  const drawing = timeline(day.inputs, model.begins, model.ends);
  if (drawing === null) return null;
  const { bars, lanes, from, to } = drawing;
  const time = (instant: number) => clock(new Date(instant).toISOString(), day.timeZone);
  const mark = (instant: number) => (instant === Date.parse(model.ends) ? '24:00' : time(instant));
  const hours = hoursBetween(from, to, (instant) => Number.parseInt(time(instant), 10));
  const crowded = hours.length > 4;
  const height = lanes * LANE;
  const at = (instant: number) => `${((instant - from) / (to - from)) * 100}%`;
  return html`
    <figure class="timeline">
      <svg width="100%" height=${height + AXIS} aria-hidden="true">
        <defs>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line class="hatch-line" x1="0" y1="0" x2="0" y2="6" stroke-width="3" />
          </pattern>
        </defs>
        ${hours.map(
          (hour, index) => html`
            <line key=${`l${hour}`} class="grid-line" x1=${at(hour)} x2=${at(hour)} y1="0" y2=${height + 4} />
            <text
              key=${`t${hour}`}
              class=${crowded && index % 2 === 1 ? 'grid-text grid-text-odd' : 'grid-text'}
              x=${at(hour)}
              y=${height + 18}
              text-anchor=${hour === from ? 'start' : hour === to ? 'end' : 'middle'}
              >${mark(hour)}</text
            >
          `,
        )}
        ${bars.map((bar) => html`<${BarShape} key=${bar.input.callId} bar=${bar} model=${model} />`)}
      </svg>
      <figcaption>
        <span class="visually-hidden">Timeline of the calls; the table below says the same. </span>
        <${Swatch} of="bar bar-credited" words="counted" />
        <${Swatch} of="bar bar-rest" words="not counted" />
        <${Swatch} of="bar bar-flagged" words="flagged" />
        <${Swatch} of="bar bar-silent" words="nobody talked" />
      </figcaption>
    </figure>
  `;
}

function BarShape({ bar, model }: { bar: Bar; model: DayModel }): View {
  const { input, whole, credited, lane } = bar;
  const y = lane * LANE + 3;
  const height = LANE - 6;
  const kind = input.flagged ? 'flagged' : input.connectedAt === null ? 'silent' : 'rest';
  const words = `${clock(input.connectedAt ?? input.startedAt, model.day.timeZone)} ${isolated(input.title)}: ${span(input.countedSeconds)} counted`;
  return html`
    <a href=${callOfDayHref(model, input)} tabindex="-1">
      <title>${words}</title>
      <rect
        class=${`bar bar-${kind}`}
        x=${`${whole.x / 10}%`}
        y=${y}
        width=${`${whole.width / 10}%`}
        height=${height}
        rx="3"
      />
      ${credited.map(
        (part) => html`
          <rect
            key=${part.x}
            class="bar bar-credited"
            x=${`${part.x / 10}%`}
            y=${y}
            width=${`${part.width / 10}%`}
            height=${height}
            rx="3"
          />
        `,
      )}
    </a>
  `;
}
