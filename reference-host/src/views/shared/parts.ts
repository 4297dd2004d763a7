import { html, type Children, type View } from './html.js';

export type Tone = 'good' | 'bad' | 'calm' | 'busy';

const SIGNS: Record<Tone, string> = { good: '✓', bad: '!', calm: 'i', busy: '…' };

/** A word with a colour; the word alone carries the meaning. */
export const Badge = ({ tone, children }: { tone: Tone; children?: Children }): View =>
  html`<span class=${`badge badge-${tone}`}>${children}</span>`;

/** A message that belongs to the whole page or card. Failures interrupt a screen reader, the rest waits its turn. */
export const Banner = ({ tone, title, children }: { tone: Tone; title: Children; children?: Children }): View => html`
  <div class=${`banner banner-${tone}`} role=${tone === 'bad' ? 'alert' : 'status'}>
    <span class="banner-sign" aria-hidden="true">${SIGNS[tone]}</span>
    <div>
      <p class="banner-title">${title}</p>
      ${children}
    </div>
  </div>
`;

/** A step of the way down to a page; one without an address is no page. */
export interface Place {
  readonly name: string;
  readonly href?: string;
}

/** The way down to this page; the last place is where one is. */
export const Trail = ({ places }: { places: readonly Place[] }): View => html`
  <nav class="trail" aria-label="Breadcrumb">
    <ol>
      ${places.map(
        ({ name, href }, at) => html`
          <li key=${at} aria-current=${at === places.length - 1 ? 'page' : undefined}>
            ${href === undefined ? html`<bdi class="place">${name}</bdi>` : html`<a class="place" href=${href}><bdi>${name}</bdi></a>`}
          </li>
        `,
      )}
    </ol>
  </nav>
`;

/** A person's name in a list: an endless one is cut after three lines, and whole in its title. */
export const Name = ({ of }: { of: string }): View =>
  html`<bdi class="name" title=${of.length > LONG_NAME ? of : undefined}>${of}</bdi>`;

const LONG_NAME = 60;

/** A titled part of a page. */
export const Card = (props: { id: string; title: Children; aside?: Children; children?: Children }): View => html`
  <section class="card" aria-labelledby=${`${props.id}-title`} id=${props.id}>
    <div class="card-head">
      <h2 id=${`${props.id}-title`} tabindex="-1">${props.title}</h2>
      ${props.aside}
    </div>
    ${props.children}
  </section>
`;

/** A term and what it is, in a list of facts. */
export const Fact = ({ term, children }: { term: string; children?: Children }): View => html`
  <div class="fact">
    <dt>${term}</dt>
    <dd>${children}</dd>
  </div>
`;

/** Nothing to list, and why. */
export const Empty = ({ title, children }: { title: string; children?: Children }): View => html`
  <div class="empty">
    <p class="empty-title">${title}</p>
    ${children}
  </div>
`;

/** A phone system's picture, or its first letter where it brings none; decoration only, its name stands beside it. */
export const Mark = ({ icon, name }: { icon: string | null; name: string }): View =>
  icon === null
    ? html`<span class="mark" aria-hidden="true">${[...name][0]?.toUpperCase()}</span>`
    : html`<img class="mark" src=${icon} alt="" width="26" height="26" />`;
