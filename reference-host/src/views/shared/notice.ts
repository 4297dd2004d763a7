import { useRef } from 'preact/hooks';
import { html, type View } from './html.js';

/** Something that was done or went wrong, said once. */
export interface Notice {
  readonly tone: 'good' | 'bad';
  readonly text: string;
  /** What followed from it, as far as is known. */
  readonly detail?: string;
  readonly undo?: () => void;
}

interface RegionProps {
  readonly notice: Notice | null;
  readonly close: () => void;
}

/** Where notices appear. It is always there, so that what appears in it is announced; it goes when it is closed. */
export function NoticeRegion({ notice, close }: RegionProps): View {
  const cameFrom = useRef<HTMLElement | null>(null);
  const noteOrigin = ({ relatedTarget, currentTarget }: FocusEvent): void => {
    const within = (currentTarget as HTMLElement).contains(relatedTarget as Node | null);
    if (!within) cameFrom.current = relatedTarget as HTMLElement | null;
  };
  const closeAndGoBack = (): void => {
    close();
    const { current: origin } = cameFrom;
    (origin?.isConnected ? origin : document.getElementById('main'))?.focus();
  };
  return html`
    <div class="notice-region" role="status" aria-live="polite" onFocusIn=${noteOrigin}>
      ${
        notice === null
          ? null
          : html`
              <div class=${`notice notice-${notice.tone}`}>
                <span>
                  ${notice.text}${notice.detail === undefined ? null : html` <span class="notice-detail">${notice.detail}</span>`}
                </span>
                <span class="notice-buttons">
                  ${notice.undo ? html`<button type="button" class="quiet" onClick=${notice.undo}>Undo</button>` : null}
                  <button type="button" class="quiet" onClick=${closeAndGoBack}>Close</button>
                </span>
              </div>
            `
      }
    </div>
  `;
}

/** Says that the host cannot be reached while it is being sought again. It is always there, so that it is announced. */
export const LostLine = ({ lost }: { lost: boolean }): View => html`
  <div class="lost" role="status">${lost ? 'The connection to this site was lost. Trying again…' : null}</div>
`;
