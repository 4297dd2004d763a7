/** Puts the focus on what a person should look at now; nothing happens where it is not there. */
export function focusOn(id: string): void {
  document.getElementById(id)?.focus();
}

/** The same, once what was changed has been drawn. */
export function focusSoon(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()));
}
