import { browserCookie, browserOf } from './browser-cookie.js';

const browser = 'a'.repeat(43);

describe('the cookie that binds an authorisation to its browser', () => {
  it('is kept from scripts, from other sites’ forms and, behind https, from plain http', () => {
    const attributes = (secure: boolean): string[] => browserCookie(browser, secure).split('; ').slice(1).sort();
    expect(attributes(true)).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax', 'Secure']);
    expect(attributes(false)).not.toContain('Secure');
  });

  it('is read back among others, and only in its own form', () => {
    const [cookie] = browserCookie(browser, true).split(';');
    expect(browserOf({ headers: { cookie: `other=1; ${cookie}; more=2` } }, true)).toBe(browser);
    expect(browserOf({ headers: { cookie: `${cookie}x` } }, true)).toBeUndefined();
    expect(browserOf({ headers: {} }, true)).toBeUndefined();
  });

  it('cannot be set by another host of the domain behind https, and is not taken where one was', () => {
    expect(browserCookie(browser, true)).toMatch(/^__Host-[^;]*;(?!.*Domain)/);
    expect(browserOf({ headers: { cookie: `phone_system_browser=${browser}` } }, true)).toBeUndefined();
  });
});
