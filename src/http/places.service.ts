import { Injectable } from '@nestjs/common';
import type { Caller } from '../contract/index.js';
import { problem } from '../support/problems.js';
import { Occupancy, type Places as Limits } from './occupancy.js';

/**
 * What lasts, and what keeps the host busy: streams of events; files, trials and whatever else takes seconds for a large
 * company. A browser opens six streams of one site at most.
 */
const ROOMS = {
  stream: { person: 8, tenant: 40, copy: 400 },
  work: { person: 3, tenant: 6, copy: 12 },
} satisfies Readonly<Record<string, Limits>>;

type Room = keyof typeof ROOMS;

/** Who occupies the places for long-running requests at this copy of the host. */
@Injectable()
export class Places {
  private readonly rooms: Readonly<Record<Room, Occupancy>> = {
    stream: new Occupancy(ROOMS.stream),
    work: new Occupancy(ROOMS.work),
  };

  /**
   * @returns what gives the place back
   * @throws Problem 429 `too_many_at_once`
   */
  enter(room: Room, caller: Caller): () => void {
    const entered = this.rooms[room].enter(caller);
    if (typeof entered === 'function') return entered;
    throw problem('too_many_at_once', entered, ROOMS[room][entered]);
  }
}
