import { useEffect, useRef, useState } from 'preact/hooks';
import { counted } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { phoneUserDetail } from '../shared/words.js';
import type { PickerOption } from './model.js';

export interface PickerProps {
  readonly label: string;
  readonly busy: boolean;
  /** The host cannot be reached; it is asked again once it can. */
  readonly lost: boolean;
  readonly seek: (text: string) => Promise<readonly PickerOption[]>;
  readonly choose: (option: PickerOption) => void;
}

const REST_MS = 150;
const optionId = (at: number): string => `phone-user-${at}`;

/** A field that finds phone users while one types: arrows go through them, Enter takes one (ARIA's combobox). */
export function PhoneUserPicker({ label, busy, lost, seek, choose }: PickerProps): View {
  const field = useRef<HTMLInputElement>(null);
  const asked = useRef(0);
  const [text, setText] = useState('');
  const [options, setOptions] = useState<readonly PickerOption[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [open, setOpen] = useState(true);
  const [active, setActive] = useState(0);

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const turn = ++asked.current;
    const rest = setTimeout(
      () =>
        void seek(text.trim()).then(
          (found) => {
            if (turn !== asked.current) return;
            setOptions(found);
            setFailure(null);
            setActive(0);
          },
          (error: unknown) => {
            if (turn !== asked.current) return;
            setOptions(null);
            setFailure(error instanceof Error ? error.message : NOT_FOUND_OUT);
          },
        ),
      text === '' ? 0 : REST_MS,
    );
    return () => clearTimeout(rest);
  }, [text, lost]);
  useEffect(() => document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' }), [active, open]);

  const found = options ?? [];
  const shown = open && found.length > 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      setActive(shown ? Math.min(Math.max(active + step, 0), found.length - 1) : 0);
    } else if (event.key === 'Enter' && shown) {
      event.preventDefault();
      const option = found[active];
      if (option !== undefined && !busy) choose(option);
    } else if (event.key === 'Escape' && shown) {
      event.preventDefault();
      setOpen(false);
    }
  };
  return html`
    <div class="picker">
      <label for="phone-user">${label}</label>
      <input
        id="phone-user"
        ref=${field}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck=${false}
        maxlength="200"
        placeholder="Name, e-mail or number"
        aria-autocomplete="list"
        aria-expanded=${shown ? 'true' : 'false'}
        aria-controls="phone-users"
        aria-activedescendant=${shown ? optionId(active) : undefined}
        value=${text}
        onInput=${(event: Event) => {
          setText((event.currentTarget as HTMLInputElement).value);
          setOpen(true);
        }}
        onKeyDown=${onKeyDown}
      />
      <ul id="phone-users" role="listbox" aria-label=${label} class="picker-list" hidden=${!shown}>
        ${found.map(
          (option, at) => html`
            <${Option}
              key=${option.phoneUser.externalId}
              option=${option}
              id=${optionId(at)}
              active=${at === active}
              choose=${() => !busy && choose(option)}
            />
          `,
        )}
      </ul>
      <p class="hint picker-count" role="status">${lost ? LOST : (failure ?? foundWords(options))}</p>
    </div>
  `;
}

interface OptionProps {
  readonly option: PickerOption;
  readonly id: string;
  readonly active: boolean;
  readonly choose: () => void;
}

function Option({ option: { phoneUser, fits, holder }, id, active, choose }: OptionProps): View {
  return html`
    <li
      id=${id}
      role="option"
      aria-selected=${active ? 'true' : 'false'}
      onMouseDown=${(event: Event) => event.preventDefault()}
      onClick=${choose}
    >
      <bdi>${phoneUser.displayName}</bdi>
      ${fits === null ? null : html` <span class="badge badge-good">${fits}</span>`}
      ${holder === null ? null : html` <span class="badge badge-calm"><bdi>${holder.name}</bdi> has it</span>`}
      <span class="cell-note"><bdi>${phoneUserDetail(phoneUser)}</bdi></span>
    </li>
  `;
}

const LOST = 'This site cannot be reached just now. Lines are looked for as soon as it answers.';
const NOT_FOUND_OUT = 'Lines could not be looked for. Type again in a moment.';

const foundWords = (options: readonly PickerOption[] | null): string => {
  if (options === null) return 'Looking…';
  return options.length === 0 ? 'No line fits.' : `${counted(options.length, 'line')}: arrows and Enter choose.`;
};
