const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether tokens may be sent there: an https origin without path, or plain http where it never leaves this machine.
 *
 * @example
 * isVendorOrigin('https://dialpad.com') // true
 * isVendorOrigin('http://127.0.0.1:4010') // true
 * isVendorOrigin('http://dialpad.com') // false
 */
export function isVendorOrigin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, protocol, hostname } = new URL(url);
  if (origin !== url) return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

/** Whether an address never leaves this machine. */
export const isLoopback = (url: string): boolean => URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
