import { useEffect, useState } from 'preact/hooks';

const listeners = new Set<(lost: boolean) => void>();
let lostNow = false;

/** Notes whether the host could be reached just now. */
export function noteReached(reached: boolean): void {
  if (lostNow === !reached) return;
  lostNow = !reached;
  for (const listener of listeners) listener(lostNow);
}

/** Whether the host cannot be reached, as whatever asked it last found out. */
export function useLost(): boolean {
  const [lost, setLost] = useState(lostNow);
  useEffect(() => {
    listeners.add(setLost);
    return () => void listeners.delete(setLost);
  }, []);
  return lost;
}
