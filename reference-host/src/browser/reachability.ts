import { useEffect, useState } from 'preact/hooks';

const SEEK_MS = 3_000;
const listeners = new Set<(lost: boolean) => void>();
let lostNow = false;
let seeking: ReturnType<typeof setTimeout> | undefined;

/** Notes whether the host could be reached just now. While it cannot, it is asked until it answers. */
export function noteReached(reached: boolean): void {
  clearTimeout(seeking);
  if (!reached) seeking = setTimeout(() => void seek(), SEEK_MS);
  if (lostNow === !reached) return;
  lostNow = !reached;
  for (const listener of listeners) listener(lostNow);
}

/** Whatever the answer is: the host has been reached. */
async function seek(): Promise<void> {
  await fetch('/api/me').then(
    () => noteReached(true),
    () => noteReached(false),
  );
}

/** Whether the host cannot be reached, as whatever asked it last found out. */
export function useLost(): boolean {
  const [lost, setLost] = useState(lostNow);
  useEffect(() => {
    // What a browser believes of the network is a reason to look, and no more: a host on the same machine stays there.
    const look = (): void => void seek();
    listeners.add(setLost);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      listeners.delete(setLost);
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return lost;
}
