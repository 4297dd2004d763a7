import { html, type View } from './html.js';

interface DayBarProps {
  /** Of the tallest bar, in pixels. */
  readonly tall: number;
  /** How much of that it is, from 0 to 1. */
  readonly share: number;
  /** More may come to it. */
  readonly isOpen?: boolean;
  /** Not known, or not all of it. */
  readonly isUnknown?: boolean;
}

/** A day as a bar; hatched where it is not known, which is no bar of no height. */
export function DayBar({ tall, share, isOpen = false, isUnknown = false }: DayBarProps): View {
  const height = Math.round(share * tall * 10) / 10;
  return html`
    <svg width="100%" height=${tall + 2} aria-hidden="true">
      ${isUnknown ? html`<rect class="month-unknown" x="15%" width="70%" y="0" height=${tall} rx="2" />` : null}
      <rect class="month-ground" x="15%" width="70%" y=${tall} height="2" />
      ${
        height === 0
          ? null
          : html`<rect
              class=${isOpen ? 'month-bar month-bar-open' : 'month-bar'}
              x="15%"
              width="70%"
              y=${tall - height}
              height=${height}
              rx="2"
            />`
      }
    </svg>
  `;
}
