import { useEffect, useRef } from 'preact/hooks';
import type { SurfaceProgress } from '../views/shared/surface.js';
import { noteReached } from './reachability.js';

/** What the line of progress brings. */
export interface ProgressListener {
  progress(now: SurfaceProgress): void;
  /** More than the progress may have changed. */
  refresh(): void;
}

const REFRESH_MS = 10_000;
const AGAIN_MS = 5_000;

/**
 * Listens to a connection's progress while the page is open. A line that is lost is sought again: by the browser, and
 * where the browser gives up, from here. Without a line, it still looks now and then.
 *
 * @param base the connection's address below `/api`; null where nothing is connected
 */
export function useProgress(base: string | null, listener: ProgressListener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const refresh = (): void => {
      if (document.visibilityState === 'visible') latest.current.refresh();
    };
    const regularly = setInterval(refresh, REFRESH_MS);
    window.addEventListener('focus', refresh);
    const hangUp = base === null ? undefined : listen(`/api${base}/progress`, latest);
    return () => {
      hangUp?.();
      clearInterval(regularly);
      window.removeEventListener('focus', refresh);
    };
  }, [base]);
}

/** @returns what ends it */
function listen(url: string, latest: { readonly current: ProgressListener }): () => void {
  let source: EventSource;
  let again: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource(url);
    source.onopen = () => noteReached(true);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      noteReached(true);
      latest.current.progress(JSON.parse(data) as SurfaceProgress);
    };
    source.onerror = () => {
      // An answer that is no stream tells a browser nothing: asking finds out whether the session or the line is gone.
      latest.current.refresh();
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_MS);
    };
  };
  open();
  return () => {
    source.close();
    clearTimeout(again);
  };
}
