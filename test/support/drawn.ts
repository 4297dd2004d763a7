import { renderToString } from 'preact-render-to-string';
import type { View } from '../../reference-host/src/views/shared/html.js';

/** A name that would run, were it not escaped. */
export const HOSTILE = '<img src=x onerror=alert(1)>';

/** What a person reads: the drawing without its markup. */
export const textOf = (view: View): string =>
  renderToString(view)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
