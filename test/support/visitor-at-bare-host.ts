import { answerConsent } from '../../src/testing/index.js';
import { AS_DANA, type BareHost } from './bare-host.js';
import { type ConnectionJson, locationOf, type RoundJson, until } from './way.js';

/** Dana's browser at a bare host, and one phone system there. */
export class VisitorAtBareHost {
  private cookie = '';

  constructor(
    private readonly host: BareHost,
    private readonly key: string,
  ) {}

  ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...AS_DANA, cookie: this.cookie, ...init.headers };
    return fetch(new URL(path, this.host.url), { ...init, headers, redirect: 'manual' });
  }

  async json<T>(path: string): Promise<T> {
    const response = await this.ask(path);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /**
   * Goes to the vendor and comes back, as often as the vendor wants it.
   *
   * @returns `connected`, or the code with which it failed
   */
  async connect(email: string, decision: 'allow' | 'deny' = 'allow'): Promise<string> {
    let at = await this.open(`/phone-systems/${this.key}/connect`);
    while (new URL(at, this.host.url).origin !== this.host.url)
      at = await this.open(await answerConsent(at, { email, decision }));
    const { searchParams } = new URL(at, this.host.url);
    return searchParams.get('code') ?? searchParams.get('outcome') ?? 'nothing';
  }

  connection(): Promise<ConnectionJson> {
    return this.json(`/phone-systems/${this.key}/connection`);
  }

  /** Waits until the history is fetched and a first far round has moved `completeUntil`. */
  untilComplete(): Promise<ConnectionJson> {
    return until(
      'the history is complete',
      () => this.connection(),
      ({ completeUntil, progress }) => completeUntil !== null && progress.phase === 'steady',
    );
  }

  /** Asks for a round and waits for its end. */
  async fetchNow(): Promise<RoundJson> {
    const rounds = `/phone-systems/${this.key}/fetches`;
    const asked = await until(
      'a round may begin',
      () => this.ask(rounds, { method: 'POST' }),
      ({ status }) => status !== 429,
    );
    const { id } = (await asked.json()) as { id: string };
    return await until(
      'the round ends',
      () => this.json<RoundJson>(`${rounds}/${id}`),
      ({ outcome }) => outcome === 'done' || outcome === 'failed',
    );
  }

  private async open(path: string): Promise<string> {
    const response = await this.ask(path);
    for (const set of response.headers.getSetCookie()) this.cookie = set.split(';', 1)[0] ?? '';
    return locationOf(response);
  }
}
