import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ProviderFailureKind } from '../contract/index.js';
import { sharedLook } from '../support/shared-look.js';

/** What became of one request to a vendor: a usable answer, or the failure that it was classified as. */
export type RequestOutcome = 'ok' | ProviderFailureKind;

/**
 * What became of a refresh: a new pair is stored; the vendor refused it for good; it may work in a moment; or the
 * vendor gave a pair and this host could not store it.
 */
export type RefreshOutcome = 'ok' | 'refused' | 'failed' | 'lost';

/** What became of a webhook delivery: stored; told nothing of interest; not signed for its connection; over 1 MiB. */
export type DeliveryOutcome = 'stored' | 'ignored' | 'answered' | 'refused' | 'too-large';

/** What became of a look at somebody else's days, calls or data: it stands in the database, or could not be written for too long. */
export type LookOutcome = 'written' | 'lost';

/** One value of a gauge, with its labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A value that is read anew each time that somebody looks. */
export interface Measure {
  /** Without the prefix `phone_system_`. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: () => Promise<readonly Sample[]>;
}

const PREFIX = 'phone_system_';
/** A database that hangs costs its own gauges and not the whole page. */
const PATIENCE_MS = 2_000;
/** Each copy asks once a second what is due, so a wait of up to a second is none. */
const WAITS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300];

/**
 * What this copy of the host counts, for Prometheus. It keeps a registry of its own and leaves the process-wide one of
 * `prom-client` alone, so that no name meets one of the host's. Inject it from `PhoneSystemModule`.
 *
 * Labels are keys of installed providers and words of this package: no tenant, no account and nothing that came over the
 * network. Counters are of this copy, to be summed; gauges that are read from the database are the same on every copy.
 *
 * @example
 * response.type(phoneSystems.contentType).send((await register.metrics()) + (await phoneSystems.text()));
 */
@Injectable()
export class PhoneSystemMetrics {
  private readonly registry = new Registry();
  private readonly look = sharedLook(() => this.registry.metrics());

  private readonly requests = this.counter('vendor_requests_total', 'Requests to the vendor, by outcome.', [
    'provider',
    'outcome',
  ]);
  private readonly budgeted = this.counter('vendor_budget_requests_total', 'Requests that left under a limit.', [
    'provider',
    'budget',
  ]);
  private readonly waited = this.counter(
    'vendor_budget_wait_seconds_total',
    'Seconds that requests waited for a limit.',
    ['provider', 'budget'],
  );
  private readonly refreshes = this.counter('token_refreshes_total', 'Refreshes of tokens, by outcome.', [
    'provider',
    'outcome',
  ]);
  private readonly stored = this.counter('records_stored_total', 'Call records that were new or changed.', [
    'provider',
  ]);
  private readonly rejected = this.counter(
    'records_rejected_total',
    'Records that could not be read and were set aside.',
    ['provider'],
  );
  private readonly deliveries = this.counter('webhook_deliveries_total', 'Deliveries of call events, by outcome.', [
    'provider',
    'outcome',
  ]);
  private readonly looks = this.counter('looks_total', 'Looks at the days, calls and data of others, by outcome.', [
    'outcome',
  ]);

  private readonly queueWaits = this.histogram('queue_wait_seconds', 'Seconds that jobs waited for a worker.', WAITS, [
    'queue',
  ]);

  /** What the text of {@link text} is, for the answer's header. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** Everything in Prometheus' text format. A gauge that cannot be read now is left out; this never throws. */
  async text(): Promise<string> {
    return await this.look();
  }

  /** @param provider here and below: the key of an installed provider, never what a request said */
  requested(provider: string, outcome: RequestOutcome): void {
    this.requests.inc({ provider, outcome });
  }

  left(provider: string, budget: string, waitMs: number): void {
    this.budgeted.inc({ provider, budget });
    this.waited.inc({ provider, budget }, waitMs / 1000);
  }

  refreshed(provider: string, outcome: RefreshOutcome): void {
    this.refreshes.inc({ provider, outcome });
  }

  recordsStored(provider: string, count: number): void {
    this.stored.inc({ provider }, count);
  }

  recordsRejected(provider: string, count: number): void {
    this.rejected.inc({ provider }, count);
  }

  delivered(provider: string, outcome: DeliveryOutcome): void {
    this.deliveries.inc({ provider, outcome });
  }

  looked(outcome: LookOutcome, count: number): void {
    this.looks.inc({ outcome }, count);
  }

  /** @param queue the kind of work that waited for one of this copy's workers */
  waitedInQueue(queue: string, seconds: number): void {
    this.queueWaits.observe({ queue }, seconds);
  }

  /** Adds a gauge. Called once a name. */
  measure({ name, help, labels, read }: Measure): void {
    new Gauge({
      name: PREFIX + name,
      help,
      labelNames: [...labels],
      registers: [this.registry],
      async collect() {
        const samples = await inTime(read);
        this.reset();
        // Without labels it stands at 0 after a reset, which would be a lie about what could not be read.
        this.remove({});
        for (const sample of samples) this.set(sample.labels, sample.value);
      },
    });
  }

  private histogram<Label extends string>(
    name: string,
    help: string,
    buckets: readonly number[],
    labels: readonly Label[],
  ): Histogram<Label> {
    const registers = [this.registry];
    return new Histogram({ name: PREFIX + name, help, buckets: [...buckets], labelNames: [...labels], registers });
  }

  private counter<Label extends string>(name: string, help: string, labels: readonly Label[]): Counter<Label> {
    return new Counter({ name: PREFIX + name, help, labelNames: [...labels], registers: [this.registry] });
  }
}

/** Nothing, where it fails or takes too long: what is wrong shows in the database's own metrics and on the ready page. */
async function inTime(read: () => Promise<readonly Sample[]>): Promise<readonly Sample[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<[]>((resolve) => (timer = setTimeout(() => resolve([]), PATIENCE_MS)));
  try {
    return await Promise.race([read().catch(() => []), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
