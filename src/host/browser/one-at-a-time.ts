import { useRef } from 'preact/hooks';

/**
 * Does one thing at a time; what is set off meanwhile is left out. So a button need not be disabled while it works,
 * which would take the focus from it.
 */
export function useOneAtATime(): (work: () => Promise<void>) => Promise<void> {
  const busy = useRef(false);
  return async (work) => {
    if (busy.current) return;
    busy.current = true;
    try {
      await work();
    } finally {
      busy.current = false;
    }
  };
}
