import { html, type View } from './shared/html.js';

/** A page that has nothing to show but why. */
export interface MessageModel {
  readonly title: string;
  readonly text: string;
  readonly link: { readonly href: string; readonly words: string } | null;
}

export const MessagePage = ({ model }: { model: MessageModel }): View => html`
  <div class="message">
    <h1>${model.title}</h1>
    <p class="lead">${model.text}</p>
    ${model.link === null ? null : html`<p><a class="button" href=${model.link.href}>${model.link.words}</a></p>`}
  </div>
`;
