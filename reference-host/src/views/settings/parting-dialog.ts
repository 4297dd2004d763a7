import { useRef, useState } from 'preact/hooks';
import { html, type Children, type View } from '../shared/html.js';

interface PartingDialogProps {
  /** Of this dialog alone. */
  readonly id: string;
  /** The button that opens it, and whose is parted with. */
  readonly opens: Children;
  readonly title: Children;
  readonly name: string;
  readonly busy: boolean;
  /** Whether something is erased, for which the name has to be typed. */
  readonly erases: boolean;
  readonly does: string;
  readonly keeps: string;
  readonly onOpen?: () => void;
  readonly confirm: () => void;
  /** What goes and what stays. */
  readonly children?: Children;
}

/** Asks before something is parted with, and says what becomes of it; nothing is erased without its name. */
export function PartingDialog(props: PartingDialogProps): View {
  const { id, opens, title, name, busy, erases, does, keeps, onOpen, confirm, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const ready = !erases || typed.trim() === name.trim();

  const open = (): void => {
    onOpen?.();
    setTyped('');
    dialog.current?.showModal();
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!ready || busy) return;
    dialog.current?.close();
    confirm();
  };
  return html`
    <button type="button" class="needs-script danger" aria-disabled=${busy} onClick=${open}>${opens}</button>
    <dialog ref=${dialog} aria-labelledby=${`${id}-title`}>
      <form method="dialog" onSubmit=${submit}>
        <h2 id=${`${id}-title`}>${title} <bdi>${name}</bdi>?</h2>
        ${children}
        ${
          erases
            ? html`
                <label for=${`${id}-name`}
                  >Type <strong><bdi>${name}</bdi></strong> to erase</label
                >
                <input
                  id=${`${id}-name`}
                  type="text"
                  autocomplete="off"
                  value=${typed}
                  onInput=${(event: Event) => setTyped((event.currentTarget as HTMLInputElement).value)}
                />
              `
            : null
        }
        <div class="actions">
          <button type="submit" class="danger-solid" disabled=${!ready}>${does}</button>
          <button type="button" onClick=${() => dialog.current?.close()}>${keeps}</button>
        </div>
      </form>
    </dialog>
  `;
}
