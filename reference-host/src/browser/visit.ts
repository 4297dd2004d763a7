import { useEffect, useRef, useState } from 'preact/hooks';
import { connectHref, VISIT_END_PATH } from '../views/settings/model.js';
import type { VisitOutcome } from '../views/settings/outcome.js';
import { isPlainClick } from '../views/shared/plain-click.js';

// The vendor's pages cut the tie between a window and the page that opened it; pages of this host still hear each other.
const CHANNEL = 'phone-system-visit';
const LOOKS = 'popup,width=600,height=760';

/** A visit to the vendor in a window of its own. */
export interface Visit {
  readonly under: boolean;
  /** Takes a plain click on a link over. Where windows are blocked, the link leads there in this one. */
  begin(click: MouseEvent, systemKey: string): void;
  forget(): void;
}

/** @param ended told once the visit is over, with how it ended */
export function useVisit(ended: (outcome: VisitOutcome) => void): Visit {
  const [under, setUnder] = useState(false);
  const latest = useRef({ ended, under });
  latest.current = { ended, under };
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<VisitOutcome>) => {
      if (!latest.current.under) return;
      setUnder(false);
      latest.current.ended(data);
    };
    return () => channel.close();
  }, []);
  return {
    under,
    begin: (click, systemKey) => {
      if (!isPlainClick(click)) return;
      const opened = window.open(connectHref(systemKey, VISIT_END_PATH), CHANNEL, LOOKS);
      if (opened === null) return;
      click.preventDefault();
      setUnder(true);
    },
    forget: () => setUnder(false),
  };
}

/** In the window: tells the page that opened it how the visit ended, and closes. */
export function endVisit(outcome: VisitOutcome): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(outcome);
  channel.close();
  window.close();
}
