import { isVendorOrigin } from './origin.js';

describe('isVendorOrigin', () => {
  it.each([
    'https://dialpad.com',
    'https://sandbox.vendor.example:8443',
    'http://localhost:4010',
    'http://127.0.0.1:4010',
    'http://127.1.2.3',
    'http://[::1]:4010',
  ])('takes %s', (url) => expect(isVendorOrigin(url)).toBe(true));

  it.each([
    ['plain http to elsewhere', 'http://dialpad.com'],
    ['a host that only begins like loopback', 'http://127.0.0.1.vendor.example'],
    ['a host that only begins like localhost', 'http://localhost.vendor.example'],
    ['a path', 'https://dialpad.com/api'],
    ['a closing slash', 'https://dialpad.com/'],
    ['a query', 'https://dialpad.com?x=1'],
    ['credentials', 'https://user:pass@dialpad.com'],
    ['another scheme', 'ftp://dialpad.com'],
    ['no scheme', 'dialpad.com'],
    ['nothing', ''],
  ])('refuses %s', (_what, url) => expect(isVendorOrigin(url)).toBe(false));
});
