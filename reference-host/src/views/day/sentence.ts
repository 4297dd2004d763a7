import { unbroken } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { callHref } from './model.js';
import { type NamedCall, sentenceParts } from './named-calls.js';

/** What became of a call, as the score says it; another call that it names is a link to it. */
export const Sentence = (props: { text: string; calls: readonly NamedCall[]; timeZone: string }): View => html`
  <span
    >${sentenceParts(props.text, props.calls, props.timeZone).map(({ words, callId }) =>
      callId === null ? unbroken(words) : html`<a href=${callHref(callId)}>${words}</a>`,
    )}</span
  >
`;
