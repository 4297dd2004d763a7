import type { Caller } from '../contract/index.js';

/** How many may be inside at once: of one person, of one tenant, and in all at this copy of the host. */
export interface Places {
  readonly person: number;
  readonly tenant: number;
  readonly copy: number;
}

/** Whose places are all taken. */
export type Full = keyof Places;

/** Who is inside of one door. */
export class Occupancy {
  private readonly inside = new Map<string, number>();

  constructor(private readonly places: Places) {}

  /** @returns what takes the place back, once; or whose places are all taken */
  enter({ tenantId, employeeId }: Caller): (() => void) | Full {
    const wanted: readonly (readonly [Full, string])[] = [
      ['person', JSON.stringify([tenantId, employeeId])],
      ['tenant', JSON.stringify([tenantId])],
      ['copy', ''],
    ];
    const full = wanted.find(([whose, key]) => this.count(key) >= this.places[whose]);
    if (full !== undefined) return full[0];
    for (const [, key] of wanted) this.inside.set(key, this.count(key) + 1);
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      for (const [, key] of wanted) this.leave(key);
    };
  }

  private count(key: string): number {
    return this.inside.get(key) ?? 0;
  }

  private leave(key: string): void {
    const left = this.count(key) - 1;
    if (left > 0) this.inside.set(key, left);
    else this.inside.delete(key);
  }
}
