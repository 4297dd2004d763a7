import fc from 'fast-check';
import type { Caller } from '../contract/index.js';
import { Occupancy } from './occupancy.js';

const caller = (employeeId: string, tenantId = 'acme'): Caller => ({ tenantId, employeeId, role: 'admin' });

describe('the places behind a door', () => {
  it('are so many of a person, of a tenant and in all, and free again for whoever comes after', () => {
    const door = new Occupancy({ person: 2, tenant: 3, copy: 4 });
    const [first, ...others] = ['a', 'a', 'b'].map((id) => door.enter(caller(id)));
    expect(door.enter(caller('a'))).toBe('person');
    expect(door.enter(caller('c'))).toBe('tenant');
    expect(door.enter(caller('a', 'globex'))).toBeInstanceOf(Function);
    expect(door.enter(caller('b', 'globex'))).toBe('copy');
    if (typeof first === 'function') [first, first].forEach((leave) => leave());
    expect(door.enter(caller('b', 'globex'))).toBeInstanceOf(Function);
    expect(door.enter(caller('c', 'initech'))).toBe('copy');
    expect(others).toHaveLength(2);
  });

  it('never hold more than they may, and none is lost, in whatever order people come and go', () => {
    const places = { person: 2, tenant: 3, copy: 5 };
    const people = ['a', 'b', 'c'].flatMap((id) => ['x', 'y', 'z'].map((tenant) => caller(id, tenant)));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...people), fc.boolean())), (steps) => {
        const door = new Occupancy(places);
        const inside: { readonly who: Caller; readonly leave: () => void }[] = [];
        for (const [who, comes] of steps) {
          const entered = comes ? door.enter(who) : null;
          if (entered === null) inside.shift()?.leave();
          else if (typeof entered === 'function') inside.push({ who, leave: entered });
          const of = (is: (other: Caller) => boolean): number => inside.filter((one) => is(one.who)).length;
          expect(
            of(({ tenantId, employeeId }) => tenantId === who.tenantId && employeeId === who.employeeId),
          ).toBeLessThanOrEqual(places.person);
          expect(of(({ tenantId }) => tenantId === who.tenantId)).toBeLessThanOrEqual(places.tenant);
          expect(inside.length).toBeLessThanOrEqual(places.copy);
        }
        for (const { leave } of inside) leave();
        for (let place = 0; place < places.person; place++)
          expect(door.enter(caller('a', 'x'))).toBeInstanceOf(Function);
      }),
    );
  });
});
