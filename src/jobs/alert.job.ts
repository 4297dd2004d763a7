import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { ALERT_SINK, TenantDatabase } from '../access/index.js';
import { restUntil } from '../connection/requests/retry.js';
import type { AlertSink, PhoneSystemAlert } from '../contract/index.js';
import type { WorkDefinition } from '../queue/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { AlertEntity, ConnectionEntity } from '../storage/index.js';
import { EventLog, inSpan, wordsOf } from '../tracing/index.js';
import { overMessage } from './alert-conditions.js';

export const ALERT = 'alert';

const PATIENCE_MS = 60_000;

/** Whose alerts are to be told. */
export interface AlertTurn {
  readonly tenantId: string;
  readonly connectionId: string;
}

/** Tells the host a connection's alerts, in order: at least once each, and again at growing intervals where it throws. */
@Injectable()
export class AlertJob implements WorkDefinition<AlertTurn> {
  readonly name = ALERT;
  readonly concurrency = 2;
  private readonly log = new EventLog(AlertJob.name);

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly registry: PhoneSystemRegistry,
    @Optional() @Inject(ALERT_SINK) private readonly sink?: AlertSink,
  ) {}

  /** The connections with something to tell now; none where the host does not want to be told. */
  async due(): Promise<AlertTurn[]> {
    if (this.sink === undefined) return [];
    return await this.tenants.acrossTenants().execute<AlertTurn[]>(
      `select a.tenant_id as "tenantId", a.connection_id as "connectionId" from phone_system.alert a
       where a.told < 2 and (a.told = 0 or a.over_at is not null)
       group by 1, 2 having coalesce(bool_and(a.resume_at <= clock_timestamp()) filter (where a.resume_at is not null), true)`,
    );
  }

  readonly work = async (turn: AlertTurn, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted && (await this.tellNext(turn)));
  };

  /** @returns whether there may be more to tell now */
  private async tellNext({ tenantId, connectionId }: AlertTurn): Promise<boolean> {
    const em = this.tenants.of(tenantId);
    const next = nextOf(await em.find(AlertEntity, { connectionId, told: { $lt: 2 } }));
    const { sink } = this;
    if (next === undefined || sink === undefined) return false;
    const connection = await em.findOneOrFail(ConnectionEntity, { id: connectionId });
    const { alert, state, at } = next;
    const name = this.registry.find(connection.providerKey)?.descriptor.displayName ?? connection.providerKey;
    try {
      const told = toAlert(alert, state, at, connection.providerKey, name);
      await inSpan('alert', { connection: connectionId, kind: alert.kind }, () => inTime(sink.deliver(told)));
    } catch (error) {
      const attempts = alert.attempts + 1;
      const resumeAt = restUntil({ kind: 'tryLater' }, attempts, new Date(), Math.random());
      await em.nativeUpdate(AlertEntity, { id: alert.id }, { attempts, resumeAt });
      this.log.warn(
        'alert-refused',
        `The host did not take an alert (${wordsOf(error)}); it is told again at ${resumeAt.toISOString()}.`,
        { connection: connectionId, alert: alert.id, kind: alert.kind },
      );
      return false;
    }
    const told = state === 'began' ? 1 : 2;
    await em.nativeUpdate(AlertEntity, { id: alert.id }, { told, attempts: 0, resumeAt: null });
    return true;
  }
}

interface Untold {
  readonly alert: AlertEntity;
  readonly state: PhoneSystemAlert['state'];
  readonly at: Date;
}

/** What comes first of what was not told yet. */
function nextOf(alerts: readonly AlertEntity[]): Untold | undefined {
  return alerts
    .flatMap((alert): Untold[] => {
      if (alert.told === 0) return [{ alert, state: 'began', at: alert.beganAt }];
      return alert.overAt === null ? [] : [{ alert, state: 'over', at: alert.overAt }];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.alert.id < b.alert.id ? -1 : 1))[0];
}

function toAlert(
  { id, tenantId, connectionId, kind, message, action, details, beganAt }: AlertEntity,
  state: PhoneSystemAlert['state'],
  at: Date,
  providerKey: string,
  name: string,
): PhoneSystemAlert {
  const isOver = state === 'over';
  const base = {
    id: `${id}:${state}`,
    tenantId,
    providerKey,
    connectionId,
    state,
    at,
    message: isOver ? overMessage(kind, name, details) : message,
    action: isOver ? ('wait' as const) : action,
  };
  switch (kind) {
    case 'needs-reconnect':
      return { ...base, kind };
    case 'stopped':
      return { ...base, kind, problem: details.problem ?? 'unknown', sample: details.sample ?? null };
    case 'behind':
      return {
        ...base,
        kind,
        completeUntil: details.completeUntil === undefined ? null : new Date(details.completeUntil),
      };
    case 'difference':
      return { ...base, kind, records: details.records ?? 0 };
    case 'objections':
      return { ...base, kind, waiting: details.waiting ?? 0, since: new Date(details.since ?? beganAt) };
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  const patience = new AbortController();
  try {
    await Promise.race([
      work,
      sleep(PATIENCE_MS, undefined, { signal: patience.signal, ref: false }).then(() => {
        throw new Error('It did not answer within a minute.');
      }),
    ]);
  } finally {
    patience.abort();
  }
}
