import { setTimeout as sleep } from 'node:timers/promises';
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './surface.js';

type Schemas = components['schemas'];

/** What a program comes to know that has nothing but the OpenAPI document. */
export interface Walked {
  readonly offered: readonly string[];
  readonly connection: Schemas['ConnectionAnswer'];
  readonly chosen: Schemas['MappingAnswer'];
  readonly round: Schemas['FetchAnswer'];
  readonly day: Schemas['DayAnswer'];
  readonly call: Schemas['CallAnswer'];
  /** Codes of refusals, as the document types them. */
  readonly refusals: readonly string[];
}

const SYSTEM = { path: { key: 'dialpad' } } as const;

/**
 * Signs in, connects, maps, fetches, opens a day and one of its calls: all of it through the generated client.
 *
 * @param visit the vendor's sign-in: from its address to the one that it leads back to
 */
export async function walkTheWholeWay(
  baseUrl: string,
  email: string,
  visit: (vendor: string) => Promise<string>,
): Promise<Walked> {
  const client = rememberingCookies(createClient<paths>({ baseUrl }));
  const refusals: string[] = [];

  const stranger = await client.GET('/api/phone-systems');
  if (stranger.error !== undefined) refusals.push(stranger.error.code satisfies Refusal);
  const { employeeId } = given(await client.POST('/api/sign-in', { body: { email } }));
  const { items } = given(await client.GET('/api/phone-systems'));

  const early = await client.POST('/api/phone-systems/{key}/fetches', { params: SYSTEM });
  if (early.error !== undefined) refusals.push(early.error.code satisfies Refusal);

  const leave = await client.GET('/api/phone-systems/{key}/connect', { params: SYSTEM, redirect: 'manual' });
  const back = new URL(await visit(leave.response.headers.get('location') ?? ''), baseUrl);
  await client.GET('/api/phone-systems/{key}/callback', {
    params: { ...SYSTEM, query: Object.fromEntries(back.searchParams) },
    redirect: 'manual',
  });
  const connection = await until(
    async () => given(await client.GET('/api/phone-systems/{key}/connection', { params: SYSTEM })),
    ({ completeUntil, progress }) => completeUntil !== null && progress.phase === 'steady',
  );

  const mapping = given(
    await client.GET('/api/phone-systems/{key}/mappings', { params: { ...SYSTEM, query: { filter: 'all' } } }),
  );
  const mine = mapping.items.find(({ employee }) => employee.id === employeeId);
  const chosen = given(
    await client.PUT('/api/phone-systems/{key}/mappings/{employeeId}', {
      params: { path: { ...SYSTEM.path, employeeId } },
      body: { phoneUserId: mine?.phoneUser?.externalId ?? null },
    }),
  );

  const { id } = given(await client.POST('/api/phone-systems/{key}/fetches', { params: SYSTEM }));
  const round = await until(
    async () =>
      given(await client.GET('/api/phone-systems/{key}/fetches/{id}', { params: { path: { ...SYSTEM.path, id } } })),
    ({ outcome }) => outcome === 'done' || outcome === 'failed',
  );

  const span = { from: dayAgo(30), to: dayAgo(0) };
  const busiest = await until(
    async () => {
      const totals = given(
        await client.GET('/api/phone-systems/employees/{employeeId}/days', {
          params: { path: { employeeId }, query: span },
        }),
      );
      return totals.items.toSorted((a, b) => (b.countedSeconds ?? 0) - (a.countedSeconds ?? 0))[0];
    },
    (total) => (total?.countedSeconds ?? 0) > 0,
  );
  const day = given(
    await client.GET('/api/phone-systems/employees/{employeeId}/days/{day}', {
      params: { path: { employeeId, day: busiest?.day ?? '' } },
    }),
  );
  const callId = day.inputs.find(({ countedSeconds }) => countedSeconds > 0)?.callId ?? '';
  const call = given(await client.GET('/api/phone-systems/calls/{callId}', { params: { path: { callId } } }));
  return { offered: items.map(({ key }) => key), connection, chosen, round, day, call, refusals };
}

/** The codes that the document names; the compiler holds that what is answered is one of them. */
type Refusal =
  | 'signed_out'
  | 'not_allowed'
  | 'foreign_origin'
  | 'unknown_provider'
  | 'not_connected'
  | 'internal_error'
  | 'host_misconfigured'
  | 'database_busy'
  | 'too_many_fetches'
  | 'invalid_input'
  | 'invalid_day'
  | 'invalid_span'
  | 'fetching_again'
  | 'too_large'
  | 'unsupported_media_type';

function given<T>({ data, error }: { readonly data?: T; readonly error?: unknown }): T {
  if (data === undefined) throw new Error(`Refused: ${JSON.stringify(error)}`);
  return data;
}

function rememberingCookies(client: Client<paths>): Client<paths> {
  const cookies = new Map<string, string>();
  client.use({
    onRequest: ({ request }) => {
      request.headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    },
    onResponse: ({ response }) => {
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
    },
  });
  return client;
}

async function until<T>(ask: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 90_000; ;) {
    const value = await ask();
    if (isSo(value)) return value;
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${JSON.stringify(value)}`);
    await sleep(100);
  }
}

const dayAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
