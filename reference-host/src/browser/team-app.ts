/**
 * Arrow keys lead from a person's name to their days, and from day to day. The days of a week are no stops for the Tab key any
 * more, which they are without a script: a hundred people have seven hundred of them.
 */
export function moveByKeys(): void {
  const table = document.querySelector('.team-table');
  for (const day of table?.querySelectorAll<HTMLElement>(DAYS) ?? []) day.tabIndex = -1;
  table?.addEventListener('keydown', (event) => {
    const to = placeByKey(event as KeyboardEvent);
    if (to === null) return;
    event.preventDefault();
    to.focus();
  });
}

function placeByKey({ key, target, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): HTMLElement | null {
  const row = (target as HTMLElement).closest('tbody tr');
  if (row === null || altKey || ctrlKey || metaKey || shiftKey) return null;
  const places = placesIn(row);
  const at = places.indexOf(target as HTMLElement);
  if (at === -1) return null;
  if (key === 'Home') return places[0] ?? null;
  if (key === 'End') return places.at(-1) ?? null;
  if (key === 'ArrowLeft') return places[at - 1] ?? null;
  if (key === 'ArrowRight') return places[at + 1] ?? null;
  const next = key === 'ArrowUp' ? row.previousElementSibling : key === 'ArrowDown' ? row.nextElementSibling : null;
  return next === null ? null : (placesIn(next)[at] ?? null);
}

const DAYS = 'tbody .day-cell > a';

/** A person's name, and each of their days that leads somewhere. */
const placesIn = (row: Element): HTMLElement[] => [
  ...row.querySelectorAll<HTMLElement>('th > a:first-child, .day-cell > a'),
];
