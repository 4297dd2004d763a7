import { type Children, html, type View } from '../shared/html.js';
import { Badge, Banner, Card } from '../shared/parts.js';
import { connectHref, settingsHref, type SettingsModel } from './model.js';
import { KeysForm } from './keys-form.js';
import { VisitLine } from './visit-line.js';
import type { SystemProps } from './parts-props.js';

/** What a phone system needs, asks for, keeps and cannot show; and, while it is not connected, the way to connect it. */
export function AboutSystem(props: SystemProps): View {
  const { system, live } = props;
  if (live !== null) {
    return html`
      <${Card} id="about" title=${`About ${system.displayName}`}>
        <details>
          <summary>What it may read, what is stored, and what is not shown</summary>
          <${Details} ...${props} />
        </details>
      <//>
    `;
  }
  return html`
    <${Card} id="about" title=${`Connect ${system.displayName}`}>
      <${ConnectStep} ...${props} />
      <${Details} ...${props} />
    <//>
  `;
}

function ConnectStep(props: SystemProps): View {
  const { model, system, ui, actions } = props;
  const other = model.systems.items.find(({ key }) => key === model.systems.selected && key !== system.key);
  if (other !== undefined) {
    return html`
      <${Banner} tone="calm" title=${`Your company is connected to ${other.displayName}.`}>
        <p>
          One phone system can be connected at a time.${' '}
          <a href=${settingsHref(other.key)}>Go to ${other.displayName}</a> to disconnect it first.
        </p>
      <//>
    `;
  }
  if (!system.configured) {
    const note = model.notes.find(({ key }) => key === system.key);
    return html`
      <${Banner} tone="calm" title=${`${system.displayName} is installed and not set up yet.`}>
        <p>The people who run this site have to register it with ${system.displayName} before anybody can connect.</p>
        ${note === undefined ? null : html`<p>${note.why}</p>`}
      <//>
    `;
  }
  const before = model.connection;
  const missing = [domainMissing(model), licenceMissing(model)].filter((it) => it !== null);
  return html`
    ${before === null ? null : html`<${Former} system=${system.displayName} account=${before.account.name} />`}
    ${before?.problem ? html`<${Banner} tone="bad" title=${before.problem.message} />` : null}
    <h3>What you need</h3>
    <ul class="needs">
      <${Need} missing=${domainMissing(model)}
        >Your company’s e-mail domain is registered here: <bdi>${model.agreed.domains.join(', ')}</bdi>.<//
      >
      <${Need} missing=${licenceMissing(model)}>Your company has a phone-system licence.<//>
      <li>
        ${
          system.keys === null
            ? `You can sign in to ${system.displayName} as a company administrator.`
            : `You can make keys at ${system.displayName}, as a company administrator.`
        }
      </li>
    </ul>
    ${
      missing.length > 0
        ? html`<p>
            Ask your account manager for what is missing; then you can authenticate with ${system.displayName} here.
          </p>`
        : system.keys !== null
          ? html`<${KeysForm} ...${props} />`
          : html`
              <p>
                <a class="button primary" id="connect" href=${connectHref(system.key)} onClick=${actions.visit}
                  >Authenticate with ${system.displayName}</a
                >
              </p>
              <${VisitLine} system=${system} ui=${ui} actions=${actions}
                >${system.displayName} opens in a window of its own to ask you. Nothing is shared before you allow
                it.<//
              >
            `
    }
  `;
}

/** Something that must be so before anybody connects: that it is so, or what is missing. */
const Need = ({ missing, children }: { missing: string | null; children?: Children }): View =>
  missing === null
    ? html`<li><${Badge} tone="good">Met<//> ${children}</li>`
    : html`<li><${Badge} tone="bad">Missing<//> ${missing}</li>`;

const domainMissing = ({ agreed }: SettingsModel): string | null =>
  agreed.domains.length > 0 ? null : 'Your company has no e-mail domain registered here.';

const licenceMissing = ({ agreed }: SettingsModel): string | null =>
  agreed.licence ? null : 'Your company has no phone-system licence.';

function Details({ system }: SystemProps): View {
  return html`
    <div class="columns">
      <div>
        <h3>Rights it asks for</h3>
        <dl class="scopes">
          ${system.scopes.map(
            ({ name, why }) => html`
              <div key=${name}>
                <dt><code>${name}</code></dt>
                <dd>${why}</dd>
              </div>
            `,
          )}
        </dl>
        ${
          system.limitations.length === 0
            ? null
            : html`
                <h3>Good to know</h3>
                <ul>
                  ${system.limitations.map((limitation) => html`<li key=${limitation}>${limitation}</li>`)}
                </ul>
              `
        }
      </div>
      <div>
        <h3>What is stored</h3>
        <ul>
          <li>For each call: when it began, was answered and ended, its direction, and what became of it</li>
          <li>The name and number of the other party, and the group and labels of the call</li>
          <li>The names, e-mails and numbers of the people who have a line</li>
          <li>The permission itself, encrypted</li>
        </ul>
        <h3>What is never stored</h3>
        <ul>
          <li>Recordings, voicemails and transcripts</li>
          <li>The text of any message</li>
          <li>Your ${system.displayName} password</li>
        </ul>
        <p>
          For data protection officers and works councils:${' '}
          <a href="/api/phone-systems/assurance?format=md" download>all of it in one document</a>
        </p>
        <p>
          <a href=${system.docsUrl} rel="noreferrer noopener" target="_blank">
            ${`${system.displayName}’s own documentation`}<span class="visually-hidden"> (opens in a new tab)</span>
          </a>
        </p>
      </div>
    </div>
  `;
}

/** What is left of an earlier connection. Its account has no name where its data was erased with it. */
const Former = ({ system, account }: { system: string; account: string }): View =>
  account === ''
    ? html`<${Banner}
        tone="calm"
        title=${`${system} was disconnected, and everything that came from it was erased.`}
      />`
    : html`
        <${Banner} tone="calm" title=${`${system} was disconnected.`}>
          <p>
            Calls that were fetched from <bdi>${account}</bdi> are still there; connecting the same account goes on
            where it stopped.
          </p>
        <//>
      `;
