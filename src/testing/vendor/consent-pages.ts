import { createHash } from 'node:crypto';
import type { Answer } from './answer.js';

/** A text inside HTML, in elements and in quoted attributes. */
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`);

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1d1a2b, #f1eefb); --soft: light-dark(#5d5870, #b4adc9);
  --paper: light-dark(#fff, #1f1b2e); --back: light-dark(#f3f0fa, #14111f); --line: light-dark(#d9d3ea, #3d3654); --main: #6a3df0 }
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 27rem; margin: 6vh auto; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: 1rem }
.mark { margin: 0 0 1rem; color: var(--soft); font-size: .875rem }
h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.3 }
h2 { margin: 1.5rem 0 .5rem; font-size: .875rem; color: var(--soft) }
ul { margin: 0; padding: 0; list-style: none; display: grid; gap: .5rem }
ul.rights { padding-left: 1.25rem; list-style: disc }
button, input { font: inherit; border-radius: .5rem; border: 1px solid var(--line); padding: .625rem .875rem }
input { width: 100%; background: var(--paper); color: var(--ink); margin: .25rem 0 .75rem }
button { background: var(--paper); color: var(--ink); cursor: pointer }
ul button { width: 100%; text-align: left }
small { color: var(--soft); display: block }
button.main { background: var(--main); border-color: var(--main); color: #fff; font-weight: 600 }
button:hover { border-color: var(--main) }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px }
.choices { display: flex; gap: .75rem; margin-top: 1.5rem }
.choices button { flex: 1 }
[role=alert] { padding: .625rem .875rem; border-left: 4px solid #c4314b }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Somebody who may sign in. */
export interface SignInChoice {
  readonly name: string;
  readonly email: string;
  readonly company: string;
  /** What they may, in a few words, such as `company administrator`. */
  readonly standing: string;
}

/** What somebody who signed in is asked. */
export interface ConsentQuestion {
  readonly client: string;
  readonly name: string;
  readonly email: string;
  readonly company: string;
  readonly scopes: readonly { readonly name: string; readonly words: string }[];
  /** Where the answer goes. */
  readonly redirectOrigin: string;
}

/** The pages on which people sign in at a simulated vendor, and allow or deny. They need no script. */
export class ConsentPages {
  /** @param vendor as the pages name it */
  constructor(
    private readonly vendor: string,
    private readonly paths: { readonly signIn: string; readonly consent: string },
  ) {}

  signIn(transaction: string, choices: readonly SignInChoice[], unknownEmail?: string): Answer {
    const companies = [...new Set(choices.map(({ company }) => company))];
    const hidden = `<input type="hidden" name="transaction" value="${escape(transaction)}">`;
    const form = `<form method="post" action="${escape(this.paths.signIn)}">${hidden}`;
    const alert =
      unknownEmail === undefined ? '' : `<p role="alert">Nobody signs in here as “${escape(unknownEmail)}”.</p>`;
    const people = (company: string): string =>
      choices
        .filter((choice) => choice.company === company)
        .map(
          ({ name, email, standing }) =>
            `<li><button name="email" value="${escape(email)}">${escape(name)}<small>${escape(email)}, ${escape(standing)}</small></button></li>`,
        )
        .join('');
    const lists = companies.map((company) => `<h2>${escape(company)}</h2><ul>${people(company)}</ul>`).join('');
    return this.#page(
      unknownEmail === undefined ? 200 : 422,
      'Sign in',
      `${alert}${form}
<label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="off" required>
<button class="main">Sign in</button></form>
${form}${lists}</form>`,
    );
  }

  consent(transaction: string, question: ConsentQuestion): Answer {
    const scopes =
      question.scopes.length === 0
        ? '<p>Nothing beyond knowing who you are.</p>'
        : `<ul class="rights">${question.scopes.map(({ name, words }) => `<li>${escape(words)} <small>${escape(name)}</small></li>`).join('')}</ul>`;
    return this.#page(
      200,
      `Allow ${question.client} to use ${this.vendor}?`,
      `<p>Signed in as <strong>${escape(question.name)}</strong> (${escape(question.email)}) of ${escape(question.company)}.</p>
<h2>It asks to</h2>${scopes}
<p><small>The answer goes to ${escape(question.redirectOrigin)}</small></p>
<form method="post" action="${escape(this.paths.consent)}"><input type="hidden" name="transaction" value="${escape(transaction)}">
<div class="choices"><button name="decision" value="deny">Deny</button><button class="main" name="decision" value="allow">Allow</button></div></form>`,
      question.redirectOrigin,
    );
  }

  problem(message: string): Answer {
    return this.#page(400, 'This cannot go on', `<p>${escape(message)}</p>`);
  }

  /** @param formTarget an origin to which a form of the page may lead in the end */
  #page(status: number, title: string, body: string, formTarget = ''): Answer {
    return {
      status,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self' ${formTarget}; base-uri 'none'; frame-ancestors 'none'`,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
      body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · ${escape(this.vendor)} simulator</title><style>${STYLE}</style></head>
<body><main><p class="mark">${escape(this.vendor)} simulator: everybody here is made up</p><h1>${escape(title)}</h1>
${body}</main></body></html>`,
    };
  }
}
