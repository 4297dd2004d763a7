import fc from 'fast-check';

/** All moments of a world are whole minutes since its company connected; a negative one lies before. */
export const BEGIN = Date.parse('2026-03-02T08:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const instant = (minute: number): number => BEGIN + minute * MINUTE;

/** A call, dated by the vendor's clock. */
export interface WorldCall {
  readonly from: number;
  readonly minutes: number;
  /** How long after its end the vendor lists it. */
  readonly settleMinutes: number;
  readonly isReadable: boolean;
}

/** What every list answers whose span holds an instant that the vendor stumbles over. */
export type Stumble = 'out-of-order' | 'status-400' | 'unreadable' | 'cursor-to-itself' | 'no-end';

/** What goes wrong from one minute until another. */
export type WorldFault =
  | { readonly kind: 'span'; readonly at: number; readonly how: Stumble; readonly from: number; readonly until: number }
  | { readonly kind: 'down'; readonly from: number; readonly until: number }
  | { readonly kind: 'directory-down'; readonly from: number; readonly until: number };

/** A call that is not told from one minute until another. */
export interface UntoldCall {
  /** Its place among the world's calls. */
  readonly of: number;
  readonly how: 'out-of-order' | 'status-400' | 'forbidden';
  readonly from: number;
  readonly until: number;
}

/** What somebody does, or what happens to the host. */
export type WorldAct =
  | { readonly kind: 'manual'; readonly at: number }
  /** Somebody doubts days: the day of an instant, and so many before it. */
  | { readonly kind: 'again'; readonly at: number; readonly of: number; readonly days: number }
  /** An event names a call, and nothing else. */
  | { readonly kind: 'named'; readonly at: number; readonly of: number }
  /** The process ends within the next request; another goes on. */
  | { readonly kind: 'stop'; readonly at: number }
  | { readonly kind: 'reconnect'; readonly at: number; readonly disconnectedAt: number }
  /** The host starts again with another setting, and somebody reconnects. */
  | { readonly kind: 'history-days'; readonly at: number; readonly days: number }
  | { readonly kind: 'retention-days'; readonly at: number; readonly days: number }
  /** Somebody sets the host's clock back by so much, within the next request. */
  | { readonly kind: 'host-clock-back'; readonly at: number; readonly minutes: number };

/** Settings, in minutes, hours and days. */
export interface WorldSettings {
  readonly near: number;
  readonly farHours: number;
  readonly longestCallHours: number;
  readonly historyDays: number;
  readonly retentionDays: number;
}

/** One company at one vendor, from the moment in which it connects, and everything that befalls it. */
export interface FetchingWorld {
  readonly settings: WorldSettings;
  /** How long it is looked at. */
  readonly hours: number;
  /** How far the host's and the vendor's clocks are ahead of the database's. */
  readonly hostAheadSeconds: number;
  readonly vendorAheadSeconds: number;
  readonly calls: readonly WorldCall[];
  readonly faults: readonly WorldFault[];
  /** Present where lists only announce calls: which of them are not told when they are read. */
  readonly untold?: readonly UntoldCall[];
  readonly acts: readonly WorldAct[];
}

/** How long after its end the vendor may list a call. */
export const SETTLE_MINUTES = 5;

const settings: fc.Arbitrary<WorldSettings> = fc.record({
  near: fc.constantFrom(30, 60),
  farHours: fc.constantFrom(2, 3),
  longestCallHours: fc.constantFrom(4, 8),
  historyDays: fc.constant(1),
  retentionDays: fc.constantFrom(400, 3),
});

/** From two days before the company connects until it is no longer looked at. */
const minuteOf = (hours: number): fc.Arbitrary<number> => fc.integer({ min: -48 * 60, max: hours * 60 });

const callOf = ({ longestCallHours }: WorldSettings, hours: number): fc.Arbitrary<WorldCall> =>
  fc.record({
    from: minuteOf(hours),
    minutes: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }) },
      { weight: 1, arbitrary: fc.integer({ min: 41, max: longestCallHours * 60 - 10 }) },
    ),
    settleMinutes: fc.constantFrom(0, 0, 1, SETTLE_MINUTES - 1),
    isReadable: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  });

const stumble = fc.constantFrom<Stumble[]>('out-of-order', 'status-400', 'unreadable', 'cursor-to-itself', 'no-end');

const faultOf = (hours: number): fc.Arbitrary<WorldFault> => {
  const from = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: hours * 60 }));
  const lasts = fc.integer({ min: 1, max: hours * 60 });
  /** By the end of the world everything that fails has stopped to. */
  const until = (fault: { from: number; lasts: number }): number => Math.min(fault.from + fault.lasts, hours * 60);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ at: minuteOf(hours), how: stumble, from, lasts }).map((fault) => ({
        kind: 'span' as const,
        at: fault.at,
        how: fault.how,
        from: fault.from,
        until: until(fault),
      })),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({ kind: fc.constantFrom('down' as const, 'directory-down' as const), from, lasts })
        .map((fault) => ({ kind: fault.kind, from: fault.from, until: until(fault) })),
    },
  );
};

const actOf = (hours: number): fc.Arbitrary<WorldAct> => {
  const at = fc.integer({ min: 0, max: hours * 60 });
  return fc.oneof(
    fc.record({ kind: fc.constant('manual' as const), at }),
    fc.record({ kind: fc.constant('again' as const), at, of: minuteOf(hours), days: fc.integer({ min: 0, max: 1 }) }),
    fc.record({ kind: fc.constant('stop' as const), at }),
    fc
      .record({ at, away: fc.integer({ min: 0, max: 10 * 60 }) })
      .map((act) => ({ kind: 'reconnect' as const, disconnectedAt: act.at, at: act.at + act.away })),
    fc.record({ kind: fc.constant('history-days' as const), at, days: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('retention-days' as const), at, days: fc.constantFrom(3, 10, 400) }),
    fc.record({ kind: fc.constant('host-clock-back' as const), at, minutes: fc.constantFrom(1, 60) }),
  );
};

/** What a world may hold besides calls. */
export interface WorldKind {
  readonly faults: boolean;
  readonly acts: boolean;
  readonly clocks: boolean;
}

/** Worlds of such a kind. */
export const worldsWith = ({ faults, acts, clocks }: WorldKind): fc.Arbitrary<FetchingWorld> =>
  fc.record({ settings, hours: fc.integer({ min: 4, max: 16 }) }).chain((frame) =>
    fc.record({
      settings: fc.constant(frame.settings),
      hours: fc.constant(frame.hours),
      hostAheadSeconds: clocks ? fc.constantFrom(0, 0, 60, -60, 600, -600) : fc.constant(0),
      vendorAheadSeconds: clocks ? fc.constantFrom(0, 0, 45, -45, 600, -600) : fc.constant(0),
      calls: fc.array(callOf(frame.settings, frame.hours), { minLength: 1, maxLength: 40, size: 'max' }),
      faults: faults ? fc.array(faultOf(frame.hours), { maxLength: 3, size: 'max' }) : fc.constant([]),
      acts: acts
        ? fc.array(actOf(frame.hours), { maxLength: 4, size: 'max' }).map((list) => list.sort((a, b) => a.at - b.at))
        : fc.constant([]),
    }),
  );

const untoldIn = ({ hours, calls }: FetchingWorld): fc.Arbitrary<UntoldCall> =>
  fc
    .record({
      of: fc.nat({ max: calls.length - 1 }),
      how: fc.constantFrom<UntoldCall['how'][]>('out-of-order', 'status-400', 'forbidden'),
      from: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: hours * 60 })),
      lasts: fc.integer({ min: 1, max: hours * 60 }),
    })
    .map(({ lasts, ...call }) => ({ ...call, until: Math.min(call.from + lasts, hours * 60) }));

/** Worlds of such a kind, in which lists announce calls and events name some of them. */
export const announcingWorldsWith = (kind: WorldKind): fc.Arbitrary<FetchingWorld> =>
  worldsWith(kind).chain((world) =>
    fc
      .record({
        untold: fc.array(untoldIn(world), { maxLength: 6, size: 'max' }),
        named: fc.array(
          fc.record({
            at: fc.integer({ min: 0, max: world.hours * 60 }),
            of: fc.nat({ max: world.calls.length - 1 }),
          }),
          { maxLength: 4, size: 'max' },
        ),
      })
      .map(({ untold, named }) => ({
        ...world,
        untold,
        acts: [...world.acts, ...named.map((act) => ({ kind: 'named' as const, ...act }))].sort((a, b) => a.at - b.at),
      })),
  );
