import { useEffect, useState } from 'preact/hooks';

const PREFIX = 'draft ';

/**
 * What is being written at a place, and how to go on writing; null is no place. It is kept in this tab until it is empty:
 * where the session ends meanwhile, or the page is loaded anew, it is there again.
 */
export function useDraft(place: string | null): readonly [text: string, write: (text: string) => void] {
  const [text, setText] = useState('');
  useEffect(() => setText(place === null ? '' : keptDraft(place)), [place]);
  const write = (now: string): void => {
    setText(now);
    if (place !== null) keepDraft(place, now);
  };
  return [text, write];
}

/** What was being written at a place; empty where nothing was. */
export const keptDraft = (place: string): string => inStorage((kept) => kept.getItem(keyOf(place))) ?? '';

/** Keeps what is being written at a place; nothing is kept of an empty text. */
export function keepDraft(place: string, text: string): void {
  inStorage((kept) => (text === '' ? kept.removeItem(keyOf(place)) : kept.setItem(keyOf(place), text)));
}

/** Whoever signs in next in this tab finds nothing of what somebody else was writing. */
export function dropDraftsOfOthers(): void {
  inStorage((kept) => {
    const others = Object.keys(kept).filter((key) => key.startsWith(PREFIX) && !key.startsWith(keyOf('')));
    others.forEach((key) => kept.removeItem(key));
  });
}

const keyOf = (place: string): string =>
  `${PREFIX}${document.getElementById('page')?.dataset['visitor'] ?? ''} ${place}`;

/** A browser may keep nothing, or have no more room: then a text lives as long as its page. */
function inStorage<T>(use: (kept: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
