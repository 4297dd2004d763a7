import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { claimsOf } from './webhook-delivery.js';
import { eventsOf } from './call-events.js';
import { answerConsent, startDialpadSimulator } from './index.js';
import { KNOWN_NAMES } from './known-names.js';
import { fromWire } from '../vendor/index.js';
import type { DialpadSimulator } from './index.js';

type Schema = { readonly [key: string]: unknown };

/** The part of Dialpad's published description that is needed here. */
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/*
 * Where the simulator strays from the description on purpose, as Dialpad's real answers do. Nothing else is tolerated.
 */
const INT64_AS_TEXT = { type: 'string', pattern: '^[0-9]+$' }; // the description's own examples write ids and times so
const NO_ID_AS_EMPTY_TEXT = { type: 'string', maxLength: 0 }; // stands for "no such call"
const BARE_CONTACT_ID = { type: 'integer' }; // people's ids come as numbers, described as texts
const BOOLEAN_AS_TEXT = { enum: ['FALSE', 'TRUE'] }; // is_transferred, seen in real lists
const TIME_WITHOUT_OFFSET = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$' }; // its own examples

const NO_ID_FIELDS = ['master_call_id', 'entry_point_call_id', 'operator_call_id'];

const tolerated = (name: string, schema: Schema, owner: string): readonly Schema[] => {
  if (schema.type === 'integer' && schema.format === 'int64') {
    return NO_ID_FIELDS.includes(name) ? [INT64_AS_TEXT, NO_ID_AS_EMPTY_TEXT] : [INT64_AS_TEXT];
  }
  if (schema.format === 'date-time') return [TIME_WITHOUT_OFFSET];
  if (name === 'id' && owner === 'schemas.call.CallContactProto') return [BARE_CONTACT_ID];
  if (name === 'is_transferred') return [BOOLEAN_AS_TEXT];
  return [];
};

/** OpenAPI 3.0's `nullable` and the tolerated deviations, said in JSON Schema. */
const inJsonSchema = (schema: Schema, owner: string): Schema => {
  const { nullable, description: _, title: __, default: ___, ...rest } = schema;
  const properties = Object.entries((rest.properties ?? {}) as Record<string, Schema>).map(([name, property]) => {
    const strict = inJsonSchema(property, owner);
    const also = tolerated(name, property, owner);
    return [name, also.length === 0 ? strict : { anyOf: [strict, ...also] }];
  });
  const said: Schema = {
    ...(rest.$ref === undefined ? rest : { $ref: rest.$ref }),
    ...(properties.length > 0 ? { properties: Object.fromEntries(properties) as Schema } : {}),
    ...(rest.items === undefined ? {} : { items: inJsonSchema(rest.items as Schema, owner) }),
  };
  return nullable === true ? { anyOf: [{ type: 'null' }, said] } : said;
};

const file = process.env.DIALPAD_OPENAPI;

if (file === undefined || file === '') {
  describe('the simulator and Dialpad’s own description', () => {
    it('was NOT held against it: set DIALPAD_OPENAPI to the file with the description', () => {
      console.warn('The Dialpad simulator was not held against Dialpad’s description: DIALPAD_OPENAPI names no file.');
      expect(file ?? '').toBe('');
    });
  });
} else {
  describe('the simulator, held against Dialpad’s own description', () => {
    const description = JSON.parse(readFileSync(file, 'utf8')) as Description;
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    ajv.addSchema({
      $id: 'description',
      components: {
        schemas: Object.fromEntries(
          Object.entries(description.components.schemas).map(([name, schema]) => [name, inJsonSchema(schema, name)]),
        ),
      },
    });
    const schemaNamed = (ref: string): ValidateFunction => ajv.compile({ $ref: `description${ref}` });
    const answerTo = (method: string, path: string): ValidateFunction => {
      const operation = description.paths[path]?.[method.toLowerCase()] as Record<string, never> | undefined;
      const ref = (
        operation as never as { responses: Record<'200', { content: Record<string, { schema: { $ref: string } }> }> }
      ).responses['200'].content['application/json']?.schema.$ref;
      return schemaNamed(ref ?? 'nothing');
    };
    const errorsOf = (validate: ValidateFunction, body: unknown) => {
      validate(body);
      return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${String(message)}`);
    };

    let dialpad: DialpadSimulator;
    let token: string;
    /** The id in the last answer, as it was sent: no double holds it. */
    let lastId: string;
    const NOW = Date.parse('2026-11-20T18:00:00Z');

    beforeAll(async () => {
      dialpad = await startDialpadSimulator({ limits: 'off', callPageSize: 500, now: () => new Date(NOW) });
      token = dialpad.grant('dana@acme.example').accessToken;
    });
    afterAll(() => dialpad.stop());

    const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
      const response = await fetch(dialpad.baseUrl + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      expect([method, path, response.status]).toEqual([method, path, 200]);
      const text = await response.text();
      lastId = String((fromWire(text) as { id?: unknown }).id);
      return JSON.parse(text);
    };

    it.each([
      ['GET', '/api/v2/company', '/api/v2/company'],
      ['GET', '/api/v2/users', '/api/v2/users?state=all&limit=100'],
      ['GET', '/api/v2/users/{id}', '/api/v2/users/me'],
      ['GET', '/api/v2/call', '/api/v2/call?started_after=1794000000000'],
      ['GET', '/api/v2/call', '/api/v2/call?started_after=1000&started_before=2000'],
    ])('%s %s answers as described to %s', async (method, described, path) => {
      expect(errorsOf(answerTo(method, described), await send(method, path))).toEqual([]);
    });

    it('GET /api/v2/call/{id} answers as described for every kind of record', async () => {
      const validate = answerTo('GET', '/api/v2/call/{id}');
      const stories = dialpad.stories('acme.example', '2026-11-19');
      for (const story of Object.values(stories)) {
        for (const { id } of Object.values(story)) {
          expect([id, errorsOf(validate, await send('GET', `/api/v2/call/${id}`))]).toEqual([id, []]);
        }
      }
    });

    it('webhooks and subscriptions answer as described', async () => {
      const hook = { hook_url: 'http://127.0.0.1:9/hook', secret: 'a secret' };
      expect(errorsOf(answerTo('POST', '/api/v2/webhooks'), await send('POST', '/api/v2/webhooks', hook))).toEqual([]);
      const webhookId = lastId;
      const asked = { endpoint_id: webhookId, call_states: ['hangup'], target_type: 'user', target_id: 1 };
      const made = await send('POST', '/api/v2/subscriptions/call', asked);
      expect(errorsOf(answerTo('POST', '/api/v2/subscriptions/call'), made)).toEqual([]);
      for (const [path, id] of [
        ['/api/v2/subscriptions/call', lastId],
        ['/api/v2/webhooks', webhookId],
      ] as const) {
        expect(errorsOf(answerTo('GET', path), await send('GET', path))).toEqual([]);
        expect(errorsOf(answerTo('GET', `${path}/{id}`), await send('GET', `${path}/${id}`))).toEqual([]);
        expect(errorsOf(answerTo('DELETE', `${path}/{id}`), await send('DELETE', `${path}/${id}`))).toEqual([]);
      }
    });

    it('the claims of events are calls as described', () => {
      const validate = schemaNamed('#/components/schemas/schemas.call.CallProto');
      const calls = dialpad.calls('acme.example', new Date(NOW - 2 * 86_400_000), new Date(NOW));
      const wrong = calls.flatMap(eventsOf).flatMap((event) => errorsOf(validate, JSON.parse(claimsOf(event))));
      expect(wrong).toEqual([]);
    });

    it('tokens are answered as described', async () => {
      const url = new URL('/oauth2/authorize', dialpad.baseUrl);
      const redirectUri = 'http://host.example/callback';
      url.search = new URLSearchParams({
        client_id: dialpad.clientId,
        redirect_uri: redirectUri,
        scope: 'offline_access',
      }).toString();
      const back = new URL(await answerConsent(url.href, { email: 'dana@acme.example', decision: 'allow' }));
      const tokens = await send('POST', '/oauth2/token', {
        grant_type: 'authorization_code',
        code: back.searchParams.get('code'),
        redirect_uri: redirectUri,
        client_id: dialpad.clientId,
        client_secret: dialpad.clientSecret,
      });
      expect(errorsOf(answerTo('POST', '/oauth2/token'), tokens)).toEqual([]);
    });

    it('would be found out if it strayed', () => {
      const validate = schemaNamed('#/components/schemas/schemas.call.CallProto');
      expect(errorsOf(validate, { call_id: 'x' })).not.toEqual([]);
      expect(errorsOf(validate, { duration: '5' })).not.toEqual([]);
      expect(errorsOf(validate, { call_id: '' })).not.toEqual([]);
      expect(errorsOf(validate, { target: { name: 1 } })).not.toEqual([]);
    });
  });
}

const newest = process.env.DIALPAD_OPENAPI_2026;

if (newest === undefined || newest === '') {
  describe('the names that the simulator knows', () => {
    it('were NOT held against Dialpad’s newest description: set DIALPAD_OPENAPI_2026 to its file', () => {
      console.warn('The names were not held against Dialpad’s newest description: DIALPAD_OPENAPI_2026 names no file.');
      expect(newest ?? '').toBe('');
    });
  });
} else {
  describe('the names that the simulator knows', () => {
    const { paths, components } = JSON.parse(readFileSync(newest, 'utf8')) as Description;
    const namesOf = (request: string): readonly string[] => {
      const [method = '', path = ''] = request.split(' ');
      const operation = paths[path]?.[method.toLowerCase()] as unknown as Operation;
      const query = (operation.parameters ?? []).filter((it) => it.in === 'query').map(({ name }) => name);
      const ref = operation.requestBody?.content['application/json']?.schema.$ref.split('/').at(-1);
      const { properties } = (ref === undefined ? {} : components.schemas[ref]) as { properties?: object };
      return [...query, ...Object.keys(properties ?? {})];
    };

    it.each(Object.entries(KNOWN_NAMES))('are those of Dialpad’s newest description: %s', (request, names) => {
      expect([...names].sort()).toEqual([...namesOf(request)].sort());
    });
  });
}

/** What of an operation names something that can be sent. */
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> };
}
