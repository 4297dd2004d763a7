import { useRef } from 'preact/hooks';

let underWay = 0;

/** Whether something that a person set off is being done. */
export const isAtWork = (): boolean => underWay > 0;

/**
 * Does one thing at a time; what is set off meanwhile is left out. So a button need not be disabled while it works,
 * which would take the focus from it.
 */
export function useOneAtATime(): (work: () => Promise<void>) => Promise<void> {
  const busy = useRef(false);
  return async (work) => {
    if (busy.current) return;
    busy.current = true;
    underWay++;
    try {
      await work();
    } finally {
      busy.current = false;
      underWay--;
    }
  };
}
