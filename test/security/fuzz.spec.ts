import { once } from 'node:events';
import { type IncomingMessage, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { openHouse, type House } from '../support/house.js';
import { type Described, type RandomRequest, randomRequests } from '../support/random-requests.js';
import { connectDialpad, type Person, signIn } from '../support/way.js';

/** `FUZZ` asks for more of them, `FUZZ_SEED` for the same ones again. */
const REQUESTS = Number(process.env['FUZZ'] ?? 2_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const AT_ONCE = 8;

const CALLERS = ['nobody', 'dana@acme.example', 'lee@acme.example', 'iris@globex.example', 'a forged cookie'] as const;
type CallerName = (typeof CALLERS)[number];

/** What would leave nothing to ask for; that it works is told elsewhere. */
const ends = ({ method, template }: RandomRequest, caller: CallerName): boolean =>
  method === 'DELETE' && /\/(connection|data)$/.test(template) && caller === 'dana@acme.example';

describe('whatever is asked over HTTP', () => {
  let house: House;
  let dana: Person;
  const cookies = new Map<CallerName, string>();
  const told: Record<number, number> = {};

  beforeAll(async () => {
    house = await openHouse({ LOG_LEVEL: 'fatal' });
    dana = await signIn(house.url, 'dana@acme.example');
    await connectDialpad(dana, 'dana@acme.example', 'allow');
    await dana.untilComplete();
    for (const email of CALLERS.filter((name) => name.includes('@'))) await signInAgain(email);
    cookies.set('a forged cookie', 'host_session=eyJhbGciOiJub25lIn0.e30.');
  }, 150_000);

  afterAll(() => house?.close(), 30_000);

  async function signInAgain(email: CallerName): Promise<void> {
    const answer = await fetch(`${house.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
    expect([email, answer.status]).toEqual([email, 200]);
    cookies.set(email, answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '');
  }

  /** With the path as it is: a browser would put it right. Progress has no end, so only its head is waited for. */
  async function answerTo(
    asked: RandomRequest,
    caller: CallerName,
  ): Promise<{ status: number; type: string; body: string }> {
    const { port } = new URL(house.url);
    const headers: Record<string, string> = { cookie: cookies.get(caller) ?? '' };
    if (asked.type !== undefined) headers['content-type'] = asked.type;
    const outgoing = send({ host: '127.0.0.1', port, method: asked.method, path: asked.path, headers, agent: false });
    outgoing.end(asked.body);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    const type = answer.headers['content-type'] ?? '';
    const body = type.startsWith('text/event-stream') ? '' : await text(answer);
    outgoing.destroy();
    return { status: answer.statusCode ?? 0, type, body };
  }

  it(`is answered, and never as if something had broken (${REQUESTS} requests, seed ${SEED})`, async () => {
    const document = await dana.json<Described>('/api/openapi.json');
    const today = new Date().toISOString().slice(0, 10);
    const { items } = await dana.json<{ items: { id: string }[] }>('/api/phone-systems/dialpad/fetches');
    const day = await dana.json<{ inputs: { callId: string }[] }>(`/api/phone-systems/employees/e1/days/${today}`);
    const mappings = await dana.json<{ items: { phoneUser: { externalId: string } | null }[] }>(
      '/api/phone-systems/dialpad/mappings',
    );
    const requests = randomRequests(document, {
      key: ['dialpad', 'acme-phone'],
      employeeId: ['e1', 'e2', 'e3'],
      day: [today],
      from: [today],
      to: [today],
      effectiveFrom: [today, '2026-12-01'],
      id: items.map(({ id }) => id),
      callId: day.inputs.map(({ callId }) => callId),
      phoneUserId: mappings.items.flatMap(({ phoneUser }) => phoneUser?.externalId ?? []),
      page: ['1', '2'],
      filter: ['all', 'unmatched'],
      format: ['csv', 'json'],
      returnTo: ['/settings'],
      kind: ['near', 'far'],
      connectionId: ['00000000-0000-4000-8000-000000000000'],
    });
    const asked = fc
      .record({ request: requests, caller: fc.constantFrom(...CALLERS) })
      .filter(({ request, caller }) => !ends(request, caller));
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (batch) => {
        const answers = await Promise.all(batch.map(({ request, caller }) => answerTo(request, caller)));
        // Some of what is asked signs out whoever asks.
        const signedOut = batch.filter(({ caller }, at) => caller.includes('@') && answers[at]?.status === 401);
        for (const email of new Set(signedOut.map(({ caller }) => caller))) await signInAgain(email);
        for (const { status, type, body } of answers) {
          told[status] = (told[status] ?? 0) + 1;
          if (status < 200 || status >= 500) throw new Error(`${status}: ${body}`);
          if (status < 400) continue;
          expect(type).toMatch('application/problem+json');
          const problem = JSON.parse(body) as { status: number; code: string; detail: string };
          expect(problem).toMatchObject({ status, code: expect.stringMatching(/^[a-z_]+$/) });
          expect(problem.detail).toMatch(/^\S.*\.$/s);
        }
      }),
      { numRuns: Math.ceil(REQUESTS / AT_ONCE), seed: SEED, endOnFailure: false },
    );
    const total = Object.values(told).reduce((sum, count) => sum + count, 0);
    console.info(`${total} requests from seed ${SEED}; answers by status: ${JSON.stringify(told)}`);
    expect(Object.keys(told)).toEqual(expect.arrayContaining(['200', '400', '401', '403', '404', '415']));
    expect((await dana.request('/health/ready')).status).toBe(200);
  }, 3_600_000);
});
