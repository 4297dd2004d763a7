import { useState } from 'preact/hooks';
import { html, type View } from '../shared/html.js';
import type { SystemProps } from './parts-props.js';

/**
 * Where an administrator types the keys that they made at the vendor. The fields have no names: whatever sends such a form
 * sends nothing of them, in an address least of all.
 */
export function KeysForm({ system, ui, actions }: SystemProps): View | null {
  const [id, setId] = useState('');
  const [secret, setSecret] = useState('');
  const { keys } = system;
  if (keys === null) return null;
  const field = (
    name: string,
    label: string,
    type: 'text' | 'password',
    value: string,
    set: (word: string) => void,
  ) => html`
    <div class="field">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        type=${type}
        required
        maxlength="500"
        autocomplete=${type === 'text' ? 'off' : 'new-password'}
        autocapitalize="off"
        spellcheck=${false}
        value=${value}
        onInput=${(event: Event) => set((event.currentTarget as HTMLInputElement).value)}
      />
    </div>
  `;
  return html`
    <p>
      ${keys.instructions}${' '}
      <a href=${keys.keysUrl} rel="noreferrer noopener" target="_blank"
        >Make them there<span class="visually-hidden"> (opens in a new tab)</span></a
      >
    </p>
    <p class="without-script">Typing keys needs JavaScript, which is switched off here.</p>
    <form
      class="field-row needs-script"
      method="post"
      autocomplete="off"
      onSubmit=${(event: Event) => {
        event.preventDefault();
        if (!ui.busy) actions.sendKeys(id.trim(), secret.trim());
      }}
    >
      ${field('keys-id', keys.idLabel, 'text', id, setId)}
      ${field('keys-secret', keys.secretLabel, 'password', secret, setSecret)}
      <div class="field">
        <button type="submit" class="primary" aria-disabled=${ui.busy}>${`Connect ${system.displayName}`}</button>
      </div>
    </form>
    <p class="hint">They are kept encrypted, sent to ${system.displayName} alone, and shown to nobody again.</p>
  `;
}
