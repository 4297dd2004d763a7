import { moment } from './format.js';
import { html, type View } from './html.js';

/** From when the figures beside it are: a page may stand open for hours. */
export const AsOf = ({ at, timeZone }: { at: string; timeZone: string }): View =>
  html`<span class="as-of">As of <time datetime=${at}>${moment(at, timeZone)}</time></span>`;
