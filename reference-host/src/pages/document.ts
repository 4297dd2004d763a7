import { renderToString } from 'preact-render-to-string';
import { Frame } from '../views/frame.js';
import { html, type View } from '../views/shared/html.js';
import type { SurfaceMe } from '../views/shared/surface.js';
import { EARLY_SCRIPT } from './inline-script.js';

/** The pages that a script takes over. */
export type LivePage = 'settings' | 'rules' | 'visit-end' | 'team' | 'day' | 'call' | 'objections';

/** A page, ready to be drawn. */
export interface PageDrawing {
  readonly title: string;
  /** The address's path, so that the navigation can say where one is. */
  readonly path: string;
  readonly me: SurfaceMe | null;
  readonly view: View;
  /** What the browser needs to take over; absent where the page is only read. */
  readonly live?: { readonly page: LivePage; readonly model: unknown };
}

/**
 * The whole document. It can be read before any script has run, and without any.
 *
 * @param script the address of its script; none before the host is built
 */
export function htmlDocument({ title, path, me, view, live }: PageDrawing, script?: string): string {
  const body = renderToString(html`
    <${Frame} me=${me} path=${path}>
      <div id="page" data-page=${live?.page} data-visitor=${live && me ? `${me.tenantId}/${me.employeeId}` : undefined}>
        ${view}
      </div>
    <//>
  `);
  const scripts =
    live === undefined
      ? ''
      : `<p id="page-loading" role="status"></p><script type="application/json" id="model">${scriptSafe(live.model)}</script>`;
  const start =
    live === undefined
      ? ''
      : `<script type="module">${EARLY_SCRIPT}</script>${script === undefined ? '' : `<script type="module" src="${script}"></script>`}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${textSafe(title)} · Prodoscore</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/style.css">
${start}
</head>
<body>${body}${scripts}</body>
</html>`;
}

/** JSON that no text inside it can end or turn into markup. */
export const scriptSafe = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const textSafe = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
