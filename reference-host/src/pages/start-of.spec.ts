import { startOf } from './start-of.js';

describe('where somebody begins', () => {
  it.each([
    ['admin', false, '/settings/products/phone-system'],
    ['admin', true, '/settings/products/phone-system'],
    ['manager', true, '/team'],
    ['manager', false, '/my-day'],
    ['employee', true, '/team'],
    ['employee', false, '/my-day'],
  ] as const)('is for an %s to whom somebody reports (%s): %s', (role, leads, path) => {
    expect(startOf({ role, leads })).toBe(path);
  });
});
