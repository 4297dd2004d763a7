import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { acmePeople, type DialpadSimulator, startDialpadSimulator } from '../../src/testing/index.js';
import { dayOf } from '../../src/support/days.js';
import { lookInto } from '../faults/stage/rows.js';
import { killHosts, removeDir, startHost } from '../support/host-process.js';
import { newDataDir } from '../support/test-database.js';
import { connectDialpad, type Person, signIn, until } from '../support/way.js';

const ENDED = Date.now() - 600_000;
const [dana] = acmePeople;
/** Deliveries of this test; the simulated Dialpad tells of calls of its own meanwhile. */
const WAITING = "select id from phone_system.webhook_delivery where events::text like '%told-%'";

/** The one webhook that stands at the simulated Dialpad. */
async function webhookAt({ baseUrl, grant }: DialpadSimulator): Promise<{ url: string; secret: string }> {
  const { accessToken } = grant(dana?.emails[0] ?? '');
  const answer = await fetch(new URL('/api/v2/webhooks', baseUrl), {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { items } = (await answer.json()) as { items: { hook_url: string; signature: { secret: string } }[] };
  const [webhook] = items;
  if (webhook === undefined || items.length > 1) throw new Error(`There are ${items.length} webhooks.`);
  return { url: webhook.hook_url, secret: webhook.signature.secret };
}

describe('a delivery to the built host', () => {
  let dataDir: string;
  let dialpad: DialpadSimulator;
  let env: Readonly<Record<string, string>>;

  beforeEach(async () => {
    dataDir = await newDataDir();
    dialpad = await startDialpadSimulator({ limits: 'off' });
    env = {
      DATA_DIR: dataDir,
      HISTORY_DAYS: '1',
      DIALPAD_CLIENT_ID: dialpad.clientId,
      DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
      DIALPAD_BASE_URL: dialpad.baseUrl,
    };
  });

  afterEach(async () => {
    killHosts();
    await dialpad.stop();
    await removeDir(dataDir);
  });

  /** Tells of a call that the list does not have: only the delivery can bring it. */
  const deliver = async (callId: string, contentType: string): Promise<number> => {
    const { url, secret } = await webhookAt(dialpad);
    const claims = {
      call_id: callId,
      state: 'hangup',
      direction: 'inbound',
      date_started: ENDED - 60_000,
      date_connected: ENDED - 50_000,
      date_ended: ENDED,
      event_timestamp: ENDED + 100,
      target: { type: 'user', id: dana?.dialpadUserId },
    };
    const body = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body });
    return answer.status;
  };
  const untilShown = async (person: Person, callIds: readonly string[]): Promise<void> => {
    const path = `/api/phone-systems/employees/${dana?.id}/days/${dayOf(new Date(ENDED), 'America/New_York')}`;
    await until(
      'the calls are shown',
      () => person.json<{ inputs: { externalId: string }[] }>(path),
      ({ inputs }) => callIds.every((id) => inputs.some(({ externalId }) => externalId === id)),
    );
  };
  it('that was answered outlives kill -9, applied or not, whatever content type the signed text came in', async () => {
    const first = await startHost(env);
    const person = await signIn(first.url, 'dana@acme.example');
    expect(await connectDialpad(person, 'dana@acme.example', 'allow')).toContain('outcome=connected');
    await person.untilComplete();
    const calls = new Map(
      ['application/jwt', 'application/json', 'text/plain'].map((type) => [type, `told-${randomUUID()}`]),
    );
    for (const [type, callId] of calls)
      expect({ type, status: await deliver(callId, type) }).toEqual({ type, status: 204 });
    await first.kill();

    const kept = await lookInto({ kind: 'embedded', dataDir }, async (read) => [
      ...(await read(WAITING)),
      ...(await read("select id from phone_system.call_record where external_id like 'told-%'")),
    ]);
    expect(kept).toHaveLength(calls.size);

    const second = await startHost(env);
    await untilShown(await signIn(second.url, 'dana@acme.example'), [...calls.values()]);
    await second.stop();
    const left = await lookInto({ kind: 'embedded', dataDir }, (read) => read(WAITING));
    expect(left).toEqual([]);
  });
});
