import fc from 'fast-check';
import type { PhoneUser } from '../../contract/index.js';
import { readUser } from './dialpad.users.js';

const lee = {
  id: 5900100200300401,
  display_name: 'Lee Park',
  first_name: 'Lee',
  last_name: 'Park',
  emails: [' Lee@Acme.example', 'lee@acme.example', 'lee.park@acme.example'],
  phone_numbers: ['+12065550101', '+12065550101', '+12065550102'],
  forwarding_numbers: ['+12065550199'],
  extension: '101',
  state: 'active',
  license: 'talk',
  timezone: 'US/Pacific',
};

function read(changes: object): PhoneUser {
  const reading = readUser({ ...lee, ...changes });
  if ('rejected' in reading) throw new Error(reading.rejected.reason);
  return reading.item;
}

describe('readUser', () => {
  it('reads a whole user, each address and number once, and no forwarding numbers', () => {
    expect(read({})).toEqual({
      externalId: '5900100200300401',
      displayName: 'Lee Park',
      emails: ['lee@acme.example', 'lee.park@acme.example'],
      numbers: [{ e164: '+12065550101' }, { e164: '+12065550102' }, { e164: null, extension: '101' }],
      status: 'active',
    });
  });

  it('reads names, addresses and numbers without what nobody sees', () => {
    const written = { display_name: 'Lee\u200b Park\u202c', emails: ['lee\u200b@acme.example', 'lee@acme.example'] };
    expect(read({ ...written, phone_numbers: ['\u202a+1 (206) 555-0101\u202c', '＋12065550101'] })).toMatchObject({
      displayName: 'Lee Park',
      emails: ['lee@acme.example'],
      numbers: [{ e164: '+12065550101' }, { e164: null, extension: '101' }],
    });
  });

  it('reads a user who has neither address nor number', () => {
    expect(read({ emails: null, phone_numbers: undefined, extension: '' })).toMatchObject({ emails: [], numbers: [] });
  });

  it.each([
    ['active', 'active'],
    ['pending', 'pending'],
    ['suspended', 'suspended'],
    ['cancelled', 'departed'],
    ['deleted', 'departed'],
    [null, 'active'],
    ['a state of tomorrow', 'active'],
  ])('reads the state %p as %s', (state, status) => expect(read({ state }).status).toBe(status));

  it.each([
    ['the display name', {}, 'Lee Park'],
    ['first and last name', { display_name: ' ' }, 'Lee Park'],
    ['the last name', { display_name: null, first_name: null }, 'Park'],
    ['an address', { display_name: null, first_name: null, last_name: '' }, 'lee@acme.example'],
    ['a number', { display_name: null, first_name: null, last_name: '', emails: [] }, '+12065550101'],
    [
      'the id',
      { display_name: null, first_name: null, last_name: '', emails: [], phone_numbers: [] },
      'User 5900100200300401',
    ],
  ])('shows %s', (_what, changes, displayName) => expect(read(changes).displayName).toBe(displayName));

  it('rejects a user without an id, and keeps no content in the reason', () => {
    const raw = { ...lee, id: null };
    expect(readUser(raw)).toEqual({ rejected: { reason: 'The user has no id.', raw } });
  });

  it('survives any value in any field', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(lee)), fc.jsonValue()), (noise) => {
        const reading = readUser({ ...lee, ...noise });
        return 'rejected' in reading ? reading.rejected.reason !== '' : reading.item.displayName !== '';
      }),
    );
    fc.assert(fc.property(fc.jsonValue(), (json) => 'rejected' in readUser(json)));
  });
});
