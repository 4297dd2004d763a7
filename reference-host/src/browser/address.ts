import { useEffect, useRef } from 'preact/hooks';

/** Gives the page another address, to which Back leads back, without loading it. */
export const goTo = (href: string): void => history.pushState(null, '', href);

/** The same without a step for Back: it is the place where one is, said more exactly. */
export const stayAt = (href: string): void => history.replaceState(null, '', href);

/** @param came told what the address asks for, where Back or Forward led to another one of this page's */
export function useCameBack(came: (query: URLSearchParams) => void): void {
  const latest = useRef(came);
  latest.current = came;
  useEffect(() => {
    const listen = (): void => latest.current(new URLSearchParams(location.search));
    window.addEventListener('popstate', listen);
    return () => window.removeEventListener('popstate', listen);
  }, []);
}
