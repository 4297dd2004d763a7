import { html, type View } from '../shared/html.js';

/** What a legend explains, drawn as the drawing draws it: the same in every scheme of colours and on paper. */
export const Swatch = ({ of, words }: { of: string; words: string }): View => html`
  <span class="key"
    ><svg width="18" height="12" aria-hidden="true"><rect class=${of} x="1" y="1" width="16" height="10" rx="3" /></svg
    >${words}</span
  >
`;
