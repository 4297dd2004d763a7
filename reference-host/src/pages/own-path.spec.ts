import { ownPath } from './own-path.js';

describe('a path to go back to', () => {
  it.each([
    ['/', '/'],
    ['/calls/1?x=2', '/calls/1?x=2'],
    ['/a/../b#c', '/b'],
  ])('takes %s', (given, path) => expect(ownPath(given)).toBe(path));

  it.each([
    '',
    'calls',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/./\\evil.example',
    undefined,
    7,
  ])('refuses %j', (given) => expect(ownPath(given)).toBeNull());
});
