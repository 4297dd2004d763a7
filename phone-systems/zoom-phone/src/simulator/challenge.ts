import { randomBytes } from 'node:crypto';
import { tell } from 'prodoscore-phone-systems/testing';
import { encryptedToken, signedHeaders } from './signature.js';
import type { WebhookState, ZoomPhoneStore } from './state.js';

const TIMEOUT_MS = 3000;
const AGAIN_AFTER_MS = 72 * 3_600_000;
const FIRST_TRY_EVERY_MS = 5000;
const FAILURES_UNTIL_OFF = 6;

export interface ChallengerOptions {
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Asks the app's address whether it is the app's: before anything is told there, and every 72 hours. */
export class Challenger {
  #asking: Promise<boolean> | null = null;

  constructor(
    private readonly store: ZoomPhoneStore,
    private readonly options: ChallengerOptions,
  ) {}

  /** Asks where it is time to. */
  async askWhereDue(): Promise<void> {
    const { webhook } = this.store.state;
    if (webhook === null || webhook.isOff) return;
    const every = webhook.validatedAt === null ? FIRST_TRY_EVERY_MS : AGAIN_AFTER_MS;
    if (webhook.challengedAt === null || this.options.now() - webhook.challengedAt >= every) await this.ask();
  }

  /**
   * Asks now. An address that has answered once is switched off by six failures in a row; only a person switches it on again.
   *
   * @returns whether it answered as it must
   */
  async ask(): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    return await this.#asking;
  }

  async #ask(): Promise<boolean> {
    const { webhook } = this.store.state;
    if (webhook === null) return false;
    const isRight = await this.#isRight(webhook.address);
    if (this.options.signal.aborted) return false;
    const challengedAt = this.options.now();
    this.#change((was) => {
      if (isRight) return { challengedAt, validatedAt: challengedAt, failures: 0 };
      const failures = was.validatedAt === null ? 0 : was.failures + 1;
      return { challengedAt, failures, isOff: was.isOff || failures >= FAILURES_UNTIL_OFF };
    });
    return isRight;
  }

  async #isRight(address: string): Promise<boolean> {
    const { webhookSecret } = this.store.state;
    const plainToken = randomBytes(16).toString('base64url');
    const at = this.options.now();
    const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken }, event_ts: at });
    const headers = signedHeaders(webhookSecret, body, at);
    const heard = await tell(address, { headers, body, signal: this.options.signal, timeoutMs: TIMEOUT_MS });
    if (heard?.status !== 200) return false;
    const answer = readObject(heard.body);
    return answer.plainToken === plainToken && answer.encryptedToken === encryptedToken(webhookSecret, plainToken);
  }

  #change(change: (was: WebhookState) => Partial<WebhookState>): void {
    this.store.change(({ webhook }) => ({ webhook: webhook === null ? null : { ...webhook, ...change(webhook) } }));
  }
}

const readObject = (text: string): { readonly plainToken?: unknown; readonly encryptedToken?: unknown } => {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
};
