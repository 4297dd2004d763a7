import { useEffect, useRef } from 'preact/hooks';
import type { SurfaceProgress } from '../views/shared/surface.js';

/** What the line of progress brings. */
export interface ProgressListener {
  progress(now: SurfaceProgress): void;
  /** More than the progress may have changed. */
  refresh(): void;
  offline(lost: boolean): void;
}

const REFRESH_MS = 10_000;
const AGAIN_MS = 5_000;

/**
 * Listens to a connection's progress while the page is open. A line that is lost is sought again: by the browser, and
 * where the browser gives up, from here.
 *
 * @param base the connection's address below `/api`; null where there is nothing to listen to
 */
export function useProgress(base: string | null, listener: ProgressListener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    if (base === null) return;
    let source: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    const listen = (): void => {
      source = new EventSource(`/api${base}/progress`);
      source.onopen = () => latest.current.offline(false);
      source.onmessage = ({ data }: MessageEvent<string>) => {
        latest.current.offline(false);
        latest.current.progress(JSON.parse(data) as SurfaceProgress);
      };
      source.onerror = () => {
        latest.current.offline(true);
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(listen, AGAIN_MS);
      };
    };
    listen();
    const refresh = setInterval(() => {
      if (document.visibilityState === 'visible') latest.current.refresh();
    }, REFRESH_MS);
    return () => {
      source?.close();
      clearTimeout(again);
      clearInterval(refresh);
    };
  }, [base]);
}
