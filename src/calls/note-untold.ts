import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ConnectionEntity, FetchWindowEntity, RoundEntity } from '../storage/index.js';
import type { EndFacts } from './round-end.js';
import { untoldAfter, type WalkedSpan } from '../support/untold.js';

/** Notes of which spans the vendor may have told nothing, after windows of a round were walked. */
export async function noteUntold(
  em: SqlEntityManager,
  connection: ConnectionEntity,
  round: RoundEntity,
  windows: readonly FetchWindowEntity[],
  { accessMs, now }: Pick<EndFacts, 'accessMs' | 'now'>,
): Promise<void> {
  const isNews = round.kind !== 'again';
  const hasQuiet = isNews && windows.some(isKeptQuiet);
  if (accessMs === undefined && !hasQuiet) return;
  const reachMs = accessMs ?? Infinity;
  const before = connection.untold ?? (await untoldBefore(em, connection, round, reachMs));
  if (before === null) return;
  if (before.length === 0 && !hasQuiet && round.fromAt.getTime() >= now.getTime() - reachMs) {
    connection.untold = before;
    return;
  }
  const untold = untoldAfter(before.map(spanOf), await walkedSpans(em, connection, windows), {
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
  accessMs: number,
): Promise<Untold | null> {
  if (kind === 'history') return [];
  if (connection.completeUntil === null) return null;
  // Nobody knows any longer what had been told of what retention deleted.
  if (connection.keptFrom !== null) return [];
  const history = await em.findOne(RoundEntity, { connectionId: connection.id, kind: 'history' });
  const windows = history === null ? [] : await em.find(FetchWindowEntity, { roundId: history.id });
  const walked = await walkedSpans(em, connection, windows);
  return untoldAfter([], walked, { accessMs, toldUntil: -Infinity }).map(({ from, to }) => [from, to]);
}

type Untold = NonNullable<ConnectionEntity['untold']>;

/** Of what is fetched for the first time, nothing was listed and something had been anonymised. */
const isKeptQuiet = ({ records, letGo }: FetchWindowEntity): boolean => records === 0 && letGo > 0;

const spanOf = ([from, to]: readonly [number, number]) => ({ from, to });

async function walkedSpans(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionEntity,
  windows: readonly FetchWindowEntity[],
): Promise<readonly WalkedSpan[]> {
  const walked = windows
    .flatMap((window) => {
      const { fromAt, toAt, doneAt, listedAt, walkedFrom, records } = window;
      const walkedAt = listedAt ?? walkedFrom;
      if (doneAt === null || walkedAt === null) return [];
      const span = { from: fromAt.getTime(), to: toAt.getTime(), walkedAt: walkedAt.getTime() };
      return [{ ...span, records, isKeptQuiet: isKeptQuiet(window) }];
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
