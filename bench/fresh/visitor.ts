import { setTimeout as sleep } from 'node:timers/promises';
import { answerConsent } from '../../src/testing/index.js';

/** A signed-in administrator at a host, over HTTP. */
export class Visitor {
  private cookie = '';

  private constructor(private readonly url: string) {}

  static async signIn(url: string, email: string): Promise<Visitor> {
    const visitor = new Visitor(url);
    const body = JSON.stringify({ email });
    await visitor.ask('/api/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return visitor;
  }

  /** From the host to the simulated Dialpad and back; resolves when everything was fetched. */
  async connect(email: string): Promise<void> {
    const begun = await this.ask('/api/phone-systems/dialpad/connect');
    const back = await answerConsent(begun.headers.get('location') ?? '', { email, decision: 'allow' });
    await this.ask(back);
    while (((await this.json('/api/phone-systems/dialpad/connection')) as Connection).completeUntil === null) {
      await sleep(100);
    }
  }

  async json(path: string): Promise<unknown> {
    const answer = await this.ask(path);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return await answer.json();
  }

  private async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', this.cookie);
    // A connection that is kept open and idle may be closed in the moment in which it is used: a new one is made each time.
    headers.set('connection', 'close');
    const answer = await fetch(new URL(path, this.url), { ...init, headers, redirect: 'manual' });
    const set = answer.headers.getSetCookie().map((each) => each.split(';', 1)[0] ?? '');
    if (set.length > 0) this.cookie = [this.cookie, ...set].filter((each) => each !== '').join('; ');
    return answer;
  }
}

interface Connection {
  readonly completeUntil: string | null;
}
