import {
  type PhoneSystemProvider,
  ProviderError,
  type ProviderFailure,
  type ProviderRequest,
  type ProviderSession,
  WebhookRefused,
} from '../contract/index.js';
import { storableText } from '../support/storable-text.js';
import { EventLog } from '../tracing/index.js';
import { NotValid } from './checked-fields.js';

/** No vendor's word keeps us silent for longer. */
const LONGEST_SILENCE_MS = 24 * 3_600_000;
/** A chain of causes is followed so far. */
const MOST_CAUSES = 10;

/** What went wrong while a provider worked, sorted by whose fault it is. */
export class ProviderFaults {
  private readonly log = new EventLog('PhoneSystems');
  /** What failed on the platform's side of a session. */
  private readonly platforms = new WeakSet<object>();

  constructor(private readonly provider: PhoneSystemProvider) {}

  /** A session that shows a provider what the contract names, and remembers what failed beyond it. */
  lend(session: ProviderSession): ProviderSession {
    return {
      signal: session.signal,
      send: async <T>(request: ProviderRequest<T>): Promise<T> => {
        mustBeSendable(request);
        return await this.ours(() => session.send(request));
      },
    };
  }

  /** Work of the platform's own that a provider asks for: what it fails of is not the provider's. */
  async ours<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (typeof error === 'object' && error !== null) this.platforms.add(error);
      throw error;
    }
  }

  /**
   * What to throw in the place of an error: the same where it is the platform's, a refusal or the end of work that is no
   * longer wanted; a failure that can be stored where the provider named one; else a defect of the provider.
   */
  of(error: unknown, signal?: AbortSignal): unknown {
    if (signal?.aborted || error instanceof WebhookRefused) return error;
    const chain = withCauses(error);
    // A provider may say in better words what a failure of the vendor means; anything else is not its to explain.
    const platforms = chain.find((each) => this.platforms.has(each) && !(each instanceof ProviderError));
    if (platforms !== undefined) return platforms;
    const named = chain.find((each) => each instanceof ProviderError);
    const failure = named && checkedFailure(named.failure, Date.now());
    if (named === undefined || failure == null) return this.defect(error);
    return new ProviderError(failure, storableText(String(named.message)), { cause: error });
  }

  /** What a provider makes of a refusal: a failure that can be stored, or a defect where it is none. */
  told(read: () => ProviderFailure | null | undefined, now: Date): ProviderFailure | null {
    try {
      const failure = read() ?? null;
      return (
        failure && (checkedFailure(failure, now.getTime()) ?? this.defect(new NotValid('What a refusal means')).failure)
      );
    } catch (error) {
      return this.defect(error).failure;
    }
  }

  private defect(error: unknown): ProviderError {
    const { key, displayName } = this.provider.descriptor;
    const what = nameOf(error);
    const sentence = `The plug-in for ${displayName} failed in a way that it should not (${what}).`;
    // Where, and not what it said: that may quote content.
    this.log.warn('provider-defect', sentence, { provider: key, stack: framesOf(error) });
    return new ProviderError({ kind: 'defect', what }, sentence, { cause: error });
  }
}

/** What cannot be sent is the fault of who wrote it, not of what would send it. */
function mustBeSendable({ path, body }: ProviderRequest<unknown>): void {
  new URL(path, 'https://vendor.invalid');
  if (typeof path !== 'string') throw new TypeError('A path is no text.');
  JSON.stringify(body);
}

function withCauses(error: unknown): readonly object[] {
  const chain: object[] = [];
  for (let each = error; typeof each === 'object' && each !== null && chain.length < MOST_CAUSES;) {
    chain.push(each);
    each = 'cause' in each ? each.cause : undefined;
  }
  return chain;
}

/** A failure whose words can be stored; null where it is none of those that a provider may name. */
function checkedFailure(failure: ProviderFailure, now: number): ProviderFailure | null {
  const text = (value: unknown): string => storableText(typeof value === 'string' ? value : '');
  switch (failure?.kind) {
    case 'tryLater':
    case 'restartListing':
    case 'gone':
      return failure;
    case 'reconnect':
      return { kind: 'reconnect', reason: failure.reason };
    case 'forbidden': {
      const missing: unknown = failure.missing;
      return { kind: 'forbidden', ...(Array.isArray(missing) && { missing: missing.slice(0, 20).map(text) }) };
    }
    case 'closed':
      return { kind: 'closed', state: text(failure.state) };
    case 'unsupported':
      return { kind: 'unsupported', what: text(failure.what) };
    case 'slowDown': {
      const until = failure.until?.getTime() ?? Number.NaN;
      return {
        kind: 'slowDown',
        ...(!Number.isNaN(until) && { until: new Date(Math.min(until, now + LONGEST_SILENCE_MS)) }),
      };
    }
    case 'unreadable': {
      const { where, sample } = failure;
      return {
        kind: 'unreadable',
        where: text(where),
        ...(sample !== undefined && { sample: storableText(String(sample), 1_000) }),
      };
    }
    case 'misconfigured':
      return { kind: 'misconfigured', what: text(failure.what) };
    default:
      return null;
  }
}

/** The kind of an error, such as `TypeError`: what it says may quote content, unless it is the gate's own. */
function nameOf(error: unknown): string {
  if (error instanceof NotValid) return error.message.replace(/\.$/, '');
  const name = error instanceof Error ? error.name : typeof error;
  return /^[A-Za-z]{1,40}$/.test(name) ? name : 'Error';
}

function framesOf(error: unknown): string | undefined {
  const stack = error instanceof Error ? error.stack : undefined;
  return stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 10)
    .join('\n');
}
