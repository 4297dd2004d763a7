/** Puts the focus on what a person should look at now; nothing happens where it is not there. */
export function focusOn(id: string): void {
  document.getElementById(id)?.focus();
}

/** The same, once what was changed has been drawn. */
export function focusSoon(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()));
}

/** Where the element that had the focus is gone, the page's content has it: the next Tab does not begin at the top. */
export function keepFocus(): void {
  focusSoon(() => (document.activeElement === document.body ? document.getElementById('main') : null));
}
