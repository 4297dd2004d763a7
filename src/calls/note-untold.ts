import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ListingFacts } from '../contract/index.js';
import { type ConnectionEntity, FetchWindowEntity, RoundEntity } from '../storage/index.js';
import type { EndFacts } from './round-end.js';
import { untoldAfter, type WalkedSpan, wasTooLate } from '../support/untold.js';
import { listedFrom } from './still-listed.js';

/** Notes of which spans the vendor may have told nothing, after windows of a round were walked. */
export async function noteUntold(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  round: RoundEntity,
  windows: readonly FetchWindowEntity[],
  { listing, now }: Pick<EndFacts, 'listing' | 'now'>,
): Promise<void> {
  const { accessMs } = listing;
  const isNews = round.kind !== 'again';
  const hasLost =
    isNews &&
    windows.some((window) => isKeptQuiet(window) || wasTooLate({ from: +window.fromAt, ...reachOf(window, listing) }));
  if (accessMs === undefined && !hasLost) return;
  const reachMs = accessMs ?? Infinity;
  const before = connection.untold ?? (await untoldBefore(em, connection, round, listing)) ?? (hasLost ? [] : null);
  if (before === null) return;
  if (before.length === 0 && !hasLost && round.fromAt.getTime() >= now.getTime() - reachMs) {
    connection.untold = before;
    return;
  }
  const untold = untoldAfter(before.map(spanOf), await walkedSpans(em, connection, windows, listing), {
    accessMs: isNews ? reachMs : null,
    toldUntil: connection.completeUntil?.getTime() ?? -Infinity,
  });
  connection.untold = untold.map(({ from, to }) => [from, to]);
}

/** Of a history that a release before has walked; null where it has not been walked. */
async function untoldBefore(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  { kind }: RoundEntity,
  listing: ListingFacts,
): Promise<Untold | null> {
  if (kind === 'history') return [];
  if (connection.completeUntil === null) return null;
  // Nobody knows any longer what had been told of what retention deleted.
  if (connection.keptFrom !== null) return [];
  const history = await em.findOne(RoundEntity, { connectionId: connection.id, kind: 'history' });
  const windows = history === null ? [] : await em.find(FetchWindowEntity, { roundId: history.id });
  const walked = await walkedSpans(em, connection, windows, listing);
  const { accessMs = Infinity } = listing;
  return untoldAfter([], walked, { accessMs, toldUntil: -Infinity }).map(({ from, to }) => [from, to]);
}

type Untold = NonNullable<ConnectionEntity['untold']>;

/** Of what is fetched for the first time, nothing was listed and something had been anonymised. */
const isKeptQuiet = ({ records, letGo }: FetchWindowEntity): boolean => records === 0 && letGo > 0;

/** From when on the vendor listed a window as it was walked, and up to when its calls had been stored before. */
function reachOf(
  { walkedFrom, listedAt, claimedUntil }: FetchWindowEntity,
  listing: ListingFacts,
): Pick<WalkedSpan, 'listedFrom' | 'heldUntil'> {
  const walkedAt = walkedFrom ?? listedAt;
  const first = walkedAt && listedFrom(listing, walkedAt);
  return { ...(first && { listedFrom: +first }), ...(claimedUntil && { heldUntil: +claimedUntil }) };
}

const spanOf = ([from, to]: readonly [number, number]) => ({ from, to });

async function walkedSpans(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionEntity,
  windows: readonly FetchWindowEntity[],
  listing: ListingFacts,
): Promise<readonly WalkedSpan[]> {
  const walked = windows
    .flatMap((window) => {
      const { fromAt, toAt, doneAt, listedAt, walkedFrom, records } = window;
      const walkedAt = listedAt ?? walkedFrom;
      if (doneAt === null || walkedAt === null) return [];
      const span = { from: fromAt.getTime(), to: toAt.getTime(), walkedAt: walkedAt.getTime() };
      return [{ ...span, ...reachOf(window, listing), records, isKeptQuiet: isKeptQuiet(window) }];
    })
    .sort((a, b) => a.from - b.from);
  const first = walked.find(({ records }) => records > 0);
  if (first === undefined) return walked.map((span) => ({ ...span, firstCallAt: null }));
  const span = [id, tenantId, new Date(first.from), new Date(first.to)];
  const [row] = await em.execute<{ readonly firstMs: number | null }[]>(
    `select (extract(epoch from min(first.at)) * 1000)::float8 as "firstMs" from (
       select min(started_at) as at from phone_system.call_record
       where connection_id = ? and tenant_id = ? and started_at >= ? and started_at < ?
       union all select min(started_at) from phone_system.announced_call
       where connection_id = ? and tenant_id = ? and started_at >= ? and started_at < ?) as first`,
    [...span, ...span],
  );
  // Whoever was erased is listed, and not stored.
  const firstCallAt = row?.firstMs ?? first.to;
  return walked.map((span) => ({ ...span, firstCallAt: span === first ? firstCallAt : null }));
}
