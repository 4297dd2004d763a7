import { isIPv6 } from 'node:net';
import { Reflector } from '@nestjs/core';

/** So many requests within so many seconds. */
export interface Pace {
  readonly requests: number;
  readonly seconds: number;
}

/** How fast a door may be used from one address, and by one guest: a tenant, or the connection of a delivery. */
export interface Paces {
  readonly address: Pace;
  readonly guest?: Pace;
}

/**
 * The doors that strangers or impatient pages may push at. People stay far below these paces; deliveries come in
 * bursts, all of them from the vendor's few addresses. A browser opens six streams of one page's host at most, and comes
 * again with each of them every minute.
 */
const DOORS = {
  connect: { address: { requests: 240, seconds: 60 }, guest: { requests: 60, seconds: 60 } },
  callback: { address: { requests: 240, seconds: 60 } },
  search: { address: { requests: 1_200, seconds: 60 }, guest: { requests: 600, seconds: 60 } },
  stream: { address: { requests: 600, seconds: 60 }, guest: { requests: 300, seconds: 60 } },
  work: { address: { requests: 480, seconds: 60 }, guest: { requests: 240, seconds: 60 } },
  delivery: { address: { requests: 1_000, seconds: 1 }, guest: { requests: 1_000, seconds: 10 } },
} satisfies Readonly<Record<string, Paces>>;

type DoorName = keyof typeof DOORS;

const DoorMark = Reflector.createDecorator<DoorName>();

/** Says which door a route is; a route that is none may be used at any pace. */
export const Door = (name: DoorName): MethodDecorator => DoorMark(name);

/** The paces of a handler's door. */
export function pacesOf(reflector: Reflector, handler: () => unknown): Paces | undefined {
  const name = reflector.get(DoorMark, handler);
  return name === undefined ? undefined : DOORS[name];
}

/** Who counts as one address: of IPv6 the network, for one customer of a provider has the whole of it. */
export function networkOf(address: string): string {
  const [bare = ''] = address.split('%', 1);
  if (!isIPv6(bare) || bare.includes('.')) return address;
  const [head = [], tail = []] = bare.split('::').map((half) => half.split(':').filter((part) => part !== ''));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
