import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { TenantDatabase } from '../access/index.js';
import { afterFailures, effectOf } from '../connection/index.js';
import { holdPlace, holdPlaceToRest, type Place } from '../connection/life/place.js';
import { restUntil } from '../connection/requests/retry.js';
import type { PhoneSystemProvider, ProviderFailure } from '../contract/index.js';
import {
  AnnouncedCallEntity,
  ConnectionEntity,
  FetchWindowEntity,
  RoundEntity,
  type StoredProblem,
} from '../storage/index.js';
import { NEXT_READING, NEXT_READING_AGAIN, type UnreadCall } from './announced-calls.js';
import { problemOfCall } from './failed-call.js';
import { halvesOf, problemOfWindow, TRIES } from './failed-window.js';
import { replace } from './make-round.js';
import { asksAgain } from './plan-rounds.js';
import { PROBLEM_OF_RESTING, STATE_OF_ROUND } from './resting.js';
import type { OpenWindow } from './walk.js';

/** A window, or an announced call, that keeps failing is tried again no less often. */
const LONGEST_REST_MS = 3_600_000;
/** How long days that somebody doubts are asked for. */
const ASKED_AGAIN_FOR_MS = 24 * 3_600_000;
/** After so many polls of what is near that failed in a row, a far round narrows down what they fail of. */
const POLLS_ALIKE = 2;

/** What a failure of the vendor means for what is under way: it rests and goes on by itself, or the connection stops. */
@Injectable()
export class RoundRest {
  constructor(private readonly tenants: TenantDatabase) {}

  /**
   * Everything rests, or the connection stops: what failed concerns all that is asked of the vendor. The next thing to be
   * tried is what is near. Open windows stay open for the day when they go on.
   *
   * @returns whether the connection goes on by itself
   */
  async restAll(place: Place, provider: PhoneSystemProvider, failure: ProviderFailure): Promise<boolean> {
    return await this.tenants.transaction(place.connection.tenantId, async (em) => {
      const rest = await restPolls(em, place, provider, failure);
      if (rest === null) return false;
      await parkRounds(em, place.connection.id, rest.problem);
      await em.execute(
        `update phone_system.connection set wake_at = ? where id = ? and tenant_id = ? and wake_at::text is not distinct from ?`,
        [rest.until, place.connection.id, place.connection.tenantId, place.wokenAt],
      );
      return true;
    });
  }

  /**
   * Only the polls of what is near rest.
   *
   * @returns the connection after it
   */
  async restNear(place: Place, provider: PhoneSystemProvider, failure: ProviderFailure): Promise<ConnectionEntity> {
    const { id, tenantId } = place.connection;
    return await this.tenants.transaction(tenantId, async (em) => {
      await restPolls(em, place, provider, failure);
      const connection = await em.findOneOrFail(ConnectionEntity, { id });
      if (connection.attempts >= POLLS_ALIKE) connection.nextFarAt = null;
      return connection;
    });
  }

  /**
   * A window rests, alone, or is cut into pieces. Its connection goes on, and says what is wrong; of what asks
   * again for stored days only the round does.
   *
   * @param facts when the vendor last answered a list of this account, and the zone in which people read times
   */
  async restWindow(
    place: Place,
    provider: PhoneSystemProvider,
    failure: ProviderFailure,
    window: OpenWindow,
    { answeredAt, timeZone }: { readonly answeredAt: Date | null; readonly timeZone: string },
  ): Promise<void> {
    const { id, tenantId } = place.connection;
    const now = place.now();
    const attempts = window.attempts + 1;
    const failingSince = window.failingSince ?? now;
    const problem = problemOfWindow(failure, provider.descriptor.displayName, { ...window, attempts }, timeZone);
    const halves = halvesOf({ ...window, attempts, failingSince }, answeredAt);
    await this.tenants.transaction(tenantId, async (em) => {
      await holdPlace(em, place);
      if (halves === null) {
        const resumeAt = restUntil(failure, attempts, now, Math.random(), LONGEST_REST_MS);
        await em.nativeUpdate(FetchWindowEntity, { id: window.id }, { attempts, failingSince, problem, resumeAt });
      } else {
        const cut = await em.findOne(FetchWindowEntity, { id: window.id, doneAt: null });
        // Another round was made meanwhile, which asks for this one's span again.
        if (cut === null) return;
        for (const { from: fromAt, to: toAt } of halves) {
          const { connectionId, roundId, claimedUntil, missing } = cut;
          const piece = { tenantId, connectionId, roundId, claimedUntil, fromAt, toAt };
          await em.insert(FetchWindowEntity, {
            ...piece,
            id: randomUUID(),
            isPiece: true,
            problem,
            failingSince: now,
            missing: fromAt.getTime() === cut.fromAt.getTime() ? missing : 0,
          });
        }
        await em.nativeDelete(FetchWindowEntity, { id: window.id });
      }
      await em.execute(
        `with stated as (
           update phone_system.round as r set (outcome, problem) = (${STATE_OF_ROUND})
           where r.tenant_id = ? and r.connection_id = ? and r.outcome in ('running', 'parked'))
         update phone_system.connection as c
         set problem = case when c.attempts > 0 then c.problem else coalesce(${PROBLEM_OF_RESTING}, c.problem) end
         where c.id = ? and c.tenant_id = ? and ?`,
        [tenantId, id, id, tenantId, !asksAgain(window.kind)],
      );
      if (window.kind === 'again' && attempts >= TRIES) await giveUp(em, provider, failure, window, now);
    });
  }

  /**
   * An announced call rests, alone. Its connection goes on, and says what is wrong.
   *
   * @param timeZone in which people read times
   */
  async restCall(
    place: Place,
    provider: PhoneSystemProvider,
    failure: ProviderFailure,
    call: UnreadCall,
    timeZone: string,
  ): Promise<void> {
    const { id, tenantId } = place.connection;
    const { externalId } = call;
    const attempts = call.attempts + 1;
    const now = place.now();
    const problem = problemOfCall(failure, provider.descriptor.displayName, { ...call, attempts }, timeZone);
    const resumeAt = restUntil(failure, attempts, now, Math.random(), LONGEST_REST_MS);
    await this.tenants.transaction(tenantId, async (em) => {
      await holdPlace(em, place);
      // Where it was named anew meanwhile, it is read again all the same.
      const rest = { attempts, problem, resumeAt };
      const mine = { connectionId: id, externalId, asked: call.asked };
      await em.nativeUpdate(AnnouncedCallEntity, mine, rest);
      await em.nativeUpdate(AnnouncedCallEntity, { ...mine, failingSince: null }, { failingSince: now });
      await em.execute(
        `update phone_system.connection as c
         set problem = case when c.attempts > 0 then c.problem else coalesce(${PROBLEM_OF_RESTING}, c.problem) end
         where c.id = ? and c.tenant_id = ?`,
        [id, tenantId],
      );
    });
  }

  /**
   * A turn failed of something that is not the vendor's: this host's database, its classes, or this package. It is said,
   * where it can be written down.
   *
   * @param restMs how long it is before it is tried again
   */
  async restOnOurs(connectionId: string, error: unknown, restMs: number): Promise<void> {
    const problem: StoredProblem = {
      kind: 'inner',
      message: `This host failed while it fetched (${codeOf(error)}), and tries again by itself. Ask the operator to look into its log.`,
      action: 'ask-operator',
    };
    await this.tenants
      .acrossTenants()
      .execute(
        `update phone_system.connection set problem = ?::jsonb, wake_at = clock_timestamp() + ?::float8 * interval '1 millisecond'
         where id = ? and status = 'connected'`,
        [JSON.stringify(problem), restMs, connectionId],
      )
      .catch(() => undefined);
  }

  /** Nobody here can fetch for a connection whose phone system is not installed (any more). */
  async restUntilInstalled({ id, tenantId, providerKey }: ConnectionEntity): Promise<void> {
    const problem: StoredProblem = {
      kind: 'not-installed',
      message: `The phone system "${providerKey}" is not installed on this host, so no calls are fetched. Ask the operator to install it; fetching then goes on by itself.`,
      action: 'ask-operator',
    };
    await this.tenants.of(tenantId).execute(
      `update phone_system.connection set problem = case when status = 'connected' then ?::jsonb else problem end,
         wake_at = clock_timestamp() + interval '1 minute'
       where id = ? and tenant_id = ?`,
      [JSON.stringify(problem), id, tenantId],
    );
  }

  /**
   * A turn has come to its end: what is wrong as long as anything rests, and when there is something to do again.
   *
   * @param readings whether announced calls that have not failed alone are read at once, later, or by nobody
   */
  async conclude(
    { connection: { id, tenantId }, fence }: Place,
    wokenAt: string | null,
    readings: keyof typeof READINGS,
  ): Promise<void> {
    await this.tenants.of(tenantId).execute(
      `update phone_system.connection as c
       set problem = case when c.attempts > 0 then c.problem else ${PROBLEM_OF_RESTING} end,
         wake_at = case when c.wake_at::text is distinct from ? then c.wake_at
           when c.match_due then clock_timestamp()
           else least(coalesce(c.next_near_at, clock_timestamp()), coalesce(c.next_far_at, clock_timestamp()),
             case when c.complete_until is not null then c.next_reconciliation_at end, (
               select min(coalesce(w.resume_at, clock_timestamp()))
               from phone_system.fetch_window w join phone_system.round r on r.id = w.round_id
               where w.connection_id = c.id and w.done_at is null and r.outcome in ('running', 'parked')), ${READINGS[readings]}) end
       where c.id = ? and c.tenant_id = ? and c.fence = ? and c.status = 'connected'`,
      [wokenAt, id, tenantId, fence],
    );
  }
}

/** When an announced call of a connection `c` is to be read. */
const READINGS = { 'at once': NEXT_READING, later: NEXT_READING_AGAIN, never: 'null' } as const;

/** A round for doubted days ends where all that is left of it still fails a day after it was asked for. */
async function giveUp(
  em: SqlEntityManager,
  { descriptor: { displayName } }: PhoneSystemProvider,
  failure: ProviderFailure,
  { roundId }: OpenWindow,
  now: Date,
): Promise<void> {
  const startedAt = { $lt: new Date(now.getTime() - ASKED_AGAIN_FOR_MS) };
  const round = await em.findOne(RoundEntity, { id: roundId, outcome: 'parked', startedAt });
  if (round === null) return;
  const { kind } = effectOf(failure, displayName).problem;
  const message = `${displayName} did not list all of these days within a day, and is not asked for them any longer. What is stored of them is kept. Fetch them again once ${displayName} is well.`;
  round.problem = { kind, message, action: 'wait' };
  await replace(em, round, [], { now });
}

/** @returns until when polls rest, and what is said of it; null where the connection has stopped */
async function restPolls(
  em: SqlEntityManager,
  place: Place,
  { descriptor }: PhoneSystemProvider,
  failure: ProviderFailure,
): Promise<{ readonly until: Date; readonly problem: StoredProblem } | null> {
  const { id } = place.connection;
  const effect = effectOf(failure, descriptor.displayName);
  const present = await holdPlaceToRest(em, place, effect.status);
  const connection = await em.findOneOrFail(ConnectionEntity, { id });
  const attempts = connection.attempts + 1;
  // Whoever asked for a fresh token in vain has noted it. Where nobody has, the vendor gave one and did not take it.
  const { status, problem } = present === 'needs-reconnect' ? effect : afterFailures(effect, failure, attempts);
  if (status !== 'connected') {
    Object.assign(connection, { status, problem, wakeAt: null });
    await parkRounds(em, id, problem);
    return null;
  }
  // Another walk of this worker has stopped it: a failure that may pass does not make it go on.
  if (present !== status) return null;
  const until = restUntil(byDatabase(failure, place.now()), attempts, place.now(), Math.random());
  Object.assign(connection, { problem, attempts, nextNearAt: until });
  return { until, problem };
}

/** The vendor named a time by our clock. */
const byDatabase = (failure: ProviderFailure, now: Date): ProviderFailure =>
  failure.kind === 'slowDown' && failure.until !== undefined
    ? { ...failure, until: new Date(now.getTime() + failure.until.getTime() - Date.now()) }
    : failure;

/** What tells an operator which failure it was: a database's code, or the kind of the error; nothing of what it quotes. */
const codeOf = (error: unknown): string => {
  const { code, name }: { code?: unknown; name?: unknown } = error instanceof Error ? error : {};
  return typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? code : String(name ?? 'unknown').slice(0, 40);
};

async function parkRounds(em: SqlEntityManager, connectionId: string, problem: StoredProblem): Promise<void> {
  const open = { connectionId, outcome: { $in: ['running' as const, 'parked' as const] } };
  await em.nativeUpdate(RoundEntity, open, { outcome: 'parked', problem });
}
