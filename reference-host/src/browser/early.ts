/**
 * Until a page's script has taken it over, what a person does there is kept; then it is done, in the same order. This is
 * the one script that stands in the page itself, so that no slow line holds it back; it can therefore import nothing.
 */
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const SAY_AFTER_MS = 10_000;
const KEPT = 'This page is still loading. What you did is kept, and is done as soon as the page has loaded.';
const INCOMPLETE =
  'This page has not loaded completely, so nothing that you pressed was done. What you typed is still here: copy it before you reload the page.';

const page = document.getElementById('page');
const line = document.getElementById('page-loading');
if (page !== null && line !== null) keepWhatIsDone(page, line);

function keepWhatIsDone(page: HTMLElement, line: HTMLElement): void {
  const presses = new Map<HTMLElement, () => void>();
  const live = new AbortController();
  const early = { capture: true, signal: live.signal };
  const say = (words: string): void => void (line.textContent = words);
  let hasFailed = false;
  // Nobody waits any longer for what they pressed: it is not done behind their back, however late the script comes.
  const giveUp = (): void => {
    presses.clear();
    say(INCOMPLETE);
  };
  let late = setTimeout(giveUp, SAY_AFTER_MS);
  const keep = (pressed: HTMLElement, again: () => void): void => {
    if (hasFailed) return giveUp();
    presses.set(pressed, again);
    say(KEPT);
    clearTimeout(late);
    late = setTimeout(giveUp, SAY_AFTER_MS);
  };
  document.addEventListener(
    'click',
    ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button?.type === 'button' && page.contains(button)) keep(button, () => button.click());
    },
    early,
  );
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target as HTMLFormElement;
      // Any other form leads somewhere without a script as well.
      if (form.method !== 'dialog' || !page.contains(form)) return;
      event.preventDefault();
      const { submitter } = event;
      keep(submitter ?? form, () => form.requestSubmit(submitter));
    },
    early,
  );
  // A script that cannot be loaded says so at once.
  window.addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLScriptElement)) return;
      hasFailed = true;
      giveUp();
    },
    early,
  );

  let typed: (() => void)[] = [];
  window.addEventListener('page-arrives', () => void (typed = whatWasTyped(page)), { once: true });
  window.addEventListener(
    'page-live',
    () => {
      live.abort();
      clearTimeout(late);
      say('');
      void doAgain(
        [
          ...typed,
          ...[...presses].map(
            ([pressed, again]) =>
              () =>
                void (pressed.isConnected && again()),
          ),
        ],
        page,
      );
    },
    { once: true },
  );
}

/** Each control whose state is no longer the one that was drawn, as a way to put it into that state once more. */
function whatWasTyped(page: HTMLElement): (() => void)[] {
  const controls = [...page.querySelectorAll<Control>('input, select, textarea')];
  return controls.filter(isTouched).map((control) => {
    const { value } = control;
    if (control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type)) {
      const { checked } = control;
      // Of radio buttons the one that was chosen says it for all.
      if (control.type === 'radio' && !checked) return () => undefined;
      return () => {
        control.checked = checked;
        tell(control);
      };
    }
    const caret = document.activeElement === control ? caretOf(control) : null;
    return () => {
      if (!control.isConnected) return;
      const isGoingOn = document.activeElement === control && isTouched(control);
      if (!isGoingOn && control.type !== 'file') {
        control.value = value;
        if (caret !== null && 'setSelectionRange' in control) control.setSelectionRange(...caret);
      }
      tell(control);
    };
  });
}

const tell = (control: Control): void => {
  for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
};

function isTouched(control: Control): boolean {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    const drawn = options.findIndex(({ defaultSelected }) => defaultSelected);
    return control.selectedIndex !== Math.max(drawn, 0);
  }
  if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
  if (control.type === 'file') return (control.files?.length ?? 0) > 0;
  return control.value !== control.defaultValue || control.checked !== control.defaultChecked;
}

function caretOf(control: Control): [number, number] | null {
  if (control instanceof HTMLSelectElement) return null;
  const { selectionStart, selectionEnd } = control;
  return selectionStart === null || selectionEnd === null ? null : [selectionStart, selectionEnd];
}

/** One thing at a time, as a person would do it: the page draws in between, and ends what it is busy with. */
async function doAgain(steps: readonly (() => void)[], page: HTMLElement): Promise<void> {
  for (const step of steps) {
    do await new Promise((resolve) => setTimeout(resolve, 20));
    while (page.querySelector('[aria-disabled=true]') !== null);
    step();
  }
}
