import { html, type View } from './html.js';

/** What stands for nothing known: never a bar of no height. */
export const UnknownHatch = (): View => html`
  <svg width="0" height="0" aria-hidden="true">
    <pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line class="unknown-line" x1="0" y1="0" x2="0" y2="6" stroke-width="2" />
    </pattern>
  </svg>
`;
