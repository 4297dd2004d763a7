import { html, type View } from './shared/html.js';
import { Banner, Name } from './shared/parts.js';
import { counted } from './shared/format.js';

/** Somebody who may sign in. */
export interface SignInPerson {
  readonly name: string;
  readonly email: string;
  readonly role: 'admin' | 'manager' | 'employee';
  readonly tenant: string;
}

export interface SignInModel {
  readonly people: readonly SignInPerson[];
  /** How many more there are than are listed. */
  readonly more: number;
  /** Where to go afterwards: a path of this host. */
  readonly returnTo: string;
  /** Somebody was signed in and no longer is. */
  readonly ended: boolean;
  /** What was typed and could not be signed in with, and why. */
  readonly refused: { readonly email: string; readonly message: string } | null;
}

const ROLES = { admin: 'Administrator', manager: 'Manager', employee: 'Employee' } as const;

/** Signing in without a password; it says so. */
export function SignInPage({ model }: { model: SignInModel }): View {
  const { refused } = model;
  const tenants = [...new Set(model.people.map(({ tenant }) => tenant))];
  return html`
    <div class="sign-in">
      <h1>Sign in</h1>
      <p class="lead">
        This is a reference host, with made-up people and without passwords: anybody who can open this page can be
        anybody. It never runs in production.
      </p>
      ${
        model.ended
          ? html`<${Banner} tone="calm" title="You were signed out."><p>Sign in again to go on where you were.</p><//>`
          : null
      }
      <form class="card sign-in-form" method="post" action="/sign-in/form">
        <input type="hidden" name="returnTo" value=${model.returnTo} />
        <label for="email">E-mail</label>
        <div class="choose-row">
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="email"
            required
            autofocus
            value=${refused?.email}
            aria-invalid=${refused === null ? undefined : 'true'}
            aria-describedby=${refused === null ? undefined : 'email-problem'}
          />
          <button type="submit" class="primary">Sign in</button>
        </div>
        ${refused === null ? null : html`<p class="field-problem" id="email-problem">${refused.message}</p>`}
      </form>
      ${tenants.map(
        (tenant) => html`
          <section key=${tenant} class="tenant">
            <h2><${Name} of=${tenant} /></h2>
            <ul class="people-list">
              ${model.people
                .filter((person) => person.tenant === tenant)
                .map(
                  (person) => html`
                    <li key=${person.email}>
                      <form method="post" action="/sign-in/form">
                        <input type="hidden" name="returnTo" value=${model.returnTo} />
                        <button type="submit" name="email" value=${person.email} class="person">
                          <span class="person-name"><${Name} of=${person.name} /></span>
                          <span class="person-role">${ROLES[person.role]}</span>
                          <span class="person-email">${person.email}</span>
                        </button>
                      </form>
                    </li>
                  `,
                )}
            </ul>
          </section>
        `,
      )}
      ${model.more === 0 ? null : html`<p class="hint">and ${counted(model.more, 'more person', 'more people')}: type their address above.</p>`}
    </div>
  `;
}
