import { moment } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Badge, Banner, Card } from '../shared/parts.js';
import type { SurfaceNotice } from '../shared/surface.js';

/** Everything that the page of the notice shows. */
export interface NoticeModel {
  readonly notice: SurfaceNotice;
  readonly timeZone: string;
  /** Where to go once it was acknowledged: a path of this host, or empty. */
  readonly returnTo: string;
}

export const NOTICE_PATH = '/notice';

/** @param returnTo where to go once it was acknowledged */
export const noticeHref = (returnTo: string): string =>
  returnTo === '' ? NOTICE_PATH : `${NOTICE_PATH}?returnTo=${encodeURIComponent(returnTo)}`;

const lines = (items: readonly string[]): View => html`
  <ul>
    ${items.map((item) => html`<li key=${item}>${item}</li>`)}
  </ul>
`;

/** What people are told of what is stored and counted of them; one page of paper. */
export function NoticePage({ model }: { readonly model: NoticeModel }): View {
  const { notice } = model;
  const { phoneSystem, stored, notStored, seen, kept, counting, example, rights, contact } = notice;
  return html`
    <div class="notice-page">
      <h1>What is stored and counted of you</h1>
      <p class="lead">
        ${phoneSystem === null ? 'No phone system is connected just now.' : `Your calls come from ${phoneSystem}.`}${' '}
        This is version <code>${notice.version}</code>; whenever something of it changes, so does the version.
      </p>
      ${
        model.returnTo !== '' && notice.acknowledgedAt === null
          ? html`<${Banner} tone="calm" title="Read this before your days are shown." />`
          : null
      }
      <${Card} id="counting" title="How a day is counted">
        ${lines(counting)}
        <p>An example, by the rules in force today. Of two outgoing calls:</p>
        ${lines(example.calls)}
        <p>
          ${example.because.join(' ')}${example.score === null ? null : html` The score of that day is <strong>${example.score}</strong>.`}
        </p>
      <//>
      <${Card} id="seen" title="Who sees it">
        <dl class="facts">
          ${seen.map(
            ({ what, who }) =>
              html`<div class="fact" key=${what}>
                <dt>${what}</dt>
                <dd>${who}</dd>
              </div>`,
          )}
        </dl>
      <//>
      <${Card} id="stored" title="What is stored"
        >${lines(stored)}
        <p>${kept}</p><//
      >
      <${Card} id="not-stored" title="What is never stored">${lines(notStored)}<//>
      <${Card} id="rights" title="What you can do">
        ${lines(rights)} ${contact === null ? null : html`<p>Who answers questions: <bdi>${contact}</bdi></p>`}
      <//>
      <${Acknowledgement} model=${model} />
    </div>
  `;
}

function Acknowledgement({ model: { notice, timeZone, returnTo } }: { readonly model: NoticeModel }): View {
  const { acknowledgedAt, version } = notice;
  if (acknowledgedAt !== null) {
    const at = html`<time datetime=${acknowledgedAt}>${moment(acknowledgedAt, timeZone)}</time>`;
    return html`<p><${Badge} tone="good">Read<//> You acknowledged this version on ${at}.</p>`;
  }
  return html`
    <form method="post" action="/notice/acknowledgement/form">
      <input type="hidden" name="version" value=${version} />
      <input type="hidden" name="returnTo" value=${returnTo} />
      <button type="submit" class="primary">I have read this</button>
    </form>
  `;
}
