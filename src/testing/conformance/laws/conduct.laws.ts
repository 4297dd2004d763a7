import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import {
  OVERALL_BUDGET,
  ownWebhooks,
  ProviderError,
  type ProviderFailureKind,
  type Refusal,
} from '../../../contract/index.js';
import { readManifest } from '../../../registry/manifest.js';
import { markOf } from '../../../registry/phone-system.decorator.js';
import { problemsOf } from '../../../registry/problems.js';
import type { Law } from '../law.js';
import { AFTERWARDS, at, call, leg, person, plan } from '../plan.js';
import { randomPlan } from '../random-plan.js';
import { type Stage, walked } from '../stage.js';
import type { ConformanceVendor, VendorReply } from '../vendor.js';
import { contentOf } from './content.js';
import { crowd, oneWindow } from './listing.laws.js';
import { overheard } from './overheard.js';

/** How a provider behaves towards the platform: who it says it is, how it fails, what it asks and what it says aloud. */
export const conductLaws: readonly Law[] = [
  {
    name: 'descriptor',
    promise: 'the registry would let it start',
    remedy: 'Correct what the sentences above say, in the class, the descriptor or plugin.manifest.json.',
    check: (bench) => {
      const provider = bench.provider();
      const mark = markOf(provider);
      ok(mark !== undefined, `${provider.constructor.name} is not marked: write @PhoneSystem() above the class.`);
      const problems = problemsOf([
        {
          className: provider.constructor.name,
          moduleName: 'its module',
          perRequest: false,
          ofAnotherCopy: false,
          provider,
          ...(mark.manifest && { manifest: readManifest(mark.manifest) }),
        },
      ]);
      strictEqual(problems.join('\n'), '');
      return Promise.resolve();
    },
  },
  {
    name: 'failure-kinds',
    promise:
      'every failure keeps the kind that says what must happen next, in identify(), listUsers() and listCalls() alike',
    remedy:
      'Let a ProviderError pass, or throw another of the same kind with better words; never turn a failure into an empty page.',
    check: async (bench) => {
      for (const [cause, kinds, reply] of CAUSES) {
        for (const [question, ask] of QUESTIONS) {
          const stage = bench.stage(plan([call('1', [leg('1')])]));
          stage.instead = () => reply;
          const outcome = await ask(stage).then(
            () => 'no failure',
            (error: unknown) => (error instanceof ProviderError ? error.failure.kind : `the error ${String(error)}`),
          );
          const meant: readonly ProviderFailureKind[] = saysThatAccessEnded(stage.vendor, reply)
            ? ['reconnect']
            : kinds;
          const isRefusedGrant = question === 'identify' && outcome === 'no failure' && meant.includes('forbidden');
          ok(
            isRefusedGrant || meant.some((kind) => kind === outcome),
            `${cause} means ${meant.join(' or ')}, and ${question}() made ${outcome} of it.`,
          );
        }
      }
    },
  },
  {
    name: 'refusals',
    promise:
      'every refusal in the vendor’s own words is read as what must happen next, and no answer is too odd to be read',
    remedy: 'Look in `failureOf` for what the vendor says, and answer null for everything else; never let it throw.',
    check: ({ stage }) => {
      const { provider, vendor } = stage(plan([]));
      const told = vendor.refusals ?? [];
      ok(
        (provider.failureOf === undefined) === (told.length === 0),
        provider.failureOf === undefined
          ? 'The vendor under test refuses in its own words, and the provider has no failureOf().'
          : 'The provider has failureOf(), and the vendor under test tells no refusal: write them down in `refusals`.',
      );
      for (const { says, means, ...refusal } of told) {
        const kinds = [1, 2].map(() => provider.failureOf?.(refusal, AFTERWARDS)?.kind);
        deepStrictEqual(kinds, [means, means], `"${says}" (status ${refusal.status}), read twice.`);
      }
      for (const refusal of told.length > 0 ? ODD_REFUSALS : []) provider.failureOf?.(refusal, AFTERWARDS);
      return Promise.resolve();
    },
  },
  {
    name: 'sign-in-refused',
    promise:
      'of an error with which somebody comes back from the sign-in, nothing is read but that it is not supported',
    remedy: 'Where `from` is "sign-in", answer `unsupported` for what the vendor says of such accounts, and else null.',
    check: ({ stage }) => {
      const { provider } = stage(plan([]));
      for (const error of ERRORS_OF_SIGN_INS) {
        for (const error_description of ['', `The vendor says ${error}.`, undefined]) {
          const came = { from: 'sign-in', status: 400, headers: {}, json: { error, error_description } } as const;
          const read = provider.failureOf?.({ ...came, path: '/authorize', query: {} }, AFTERWARDS) ?? null;
          deepStrictEqual(read, null, `It was "${error}", as any vendor says it.`);
        }
      }
      return Promise.resolve();
    },
  },
  {
    name: 'budgets',
    promise: 'every request goes through the session and names the budget that the vendor counts it against',
    remedy:
      'Give each request the key of the descriptor’s budget that it falls under, and send nothing by any other way.',
    check: async (bench) => {
      const stage = bench.stage(crowd(bench));
      const { budgets } = stage.provider.descriptor;
      const { fetched } = await overheard(() => askEverything(stage).catch(() => undefined));
      deepStrictEqual(fetched, [], 'Something was sent past the session.');
      const rhythms = (names: readonly string[]): string[] => names.filter((name) => !budgets[name]?.pool).sort();
      for (const { method, path, budgets: named, limits } of stage.requests) {
        ok(named.length > 0, `${method} ${path} names no budget.`);
        for (const name of named) {
          ok(
            name in budgets || name === OVERALL_BUDGET,
            `${method} ${path} names the budget "${name}", which the descriptor has not.`,
          );
        }
        if (limits !== undefined)
          deepStrictEqual(rhythms(named), rhythms(limits), `${method} ${path} names other budgets than the vendor’s.`);
      }
    },
  },
  {
    name: 'pools',
    promise:
      'a request that the vendor also counts against a pool, such as a number a day, names it, and no other does',
    remedy: 'Write `budget: ["heavy", "heavyDay"]` where the vendor counts a request against both.',
    check: async (bench) => {
      const stage = bench.stage(crowd(bench));
      const { budgets } = stage.provider.descriptor;
      const pools = (names: readonly string[]): string[] => names.filter((name) => budgets[name]?.pool).sort();
      await askEverything(stage).catch(() => undefined);
      for (const { method, path, budgets: named, limits } of stage.requests) {
        if (limits !== undefined)
          deepStrictEqual(pools(named), pools(limits), `${method} ${path} names other pools than the vendor’s.`);
      }
    },
  },
  {
    name: 'known-names',
    promise: 'every parameter and every field that it sends is one that the vendor’s description has',
    remedy:
      'Correct the spelling: the vendor passes over what it does not know, and answers as if it had not been asked.',
    check: async (bench) => {
      const stage = bench.stage(crowd(bench));
      for (const ask of [askEverything, askExtras]) await ask(stage).catch(() => undefined);
      for (const { method, path, ignored } of stage.requests) {
        deepStrictEqual([...ignored], [], `${method} ${path} carries what the vendor does not know.`);
      }
    },
  },
  {
    name: 'abort',
    promise:
      'it stops within one request of abort, by failing: a listing that was cut off never ends as if it were whole',
    remedy: 'Let what session.send throws pass, and catch nothing but ProviderError.',
    check: async (bench) => {
      for (const stopAt of [1, 2]) {
        const stage = bench.stage(crowd(bench));
        let attemptsBefore = 0;
        stage.onRequest = () => {
          if (stage.requests.length !== stopAt) return;
          attemptsBefore = stage.attempts;
          stage.abort();
        };
        await rejects(
          walked(stage.provider.listCalls(stage.session, oneWindow(stage), stage.phoneUsers)),
          `The walk was aborted at request ${stopAt} and ended as if it were whole.`,
        );
        ok(
          stage.attempts - attemptsBefore <= 1,
          `It tried ${stage.attempts - attemptsBefore} requests after the abort.`,
        );
      }
    },
  },
  {
    name: 'secrecy',
    promise: 'no secret is in an address, and no secret and no content is in an error or a log',
    remedy: 'Log nothing, quote nothing in messages, and leave authorisation to the session.',
    check: async (bench) => {
      const secret = bench.provider().client?.clientSecret?.reveal();
      const stages: Stage[] = [];
      const { said } = await overheard(async () => {
        const messages: string[] = [];
        for (const reply of [undefined, ...CAUSES.map(([, , failed]) => failed)]) {
          const stage = bench.stage({ ...randomPlan(bench.chance, 6), people: [person(0), person(1)] });
          stages.push(stage);
          stage.instead = () => reply;
          await askEverything(stage).catch((error: unknown) => messages.push(messageOf(error)));
        }
        return messages;
      });
      const loud = said.join('\n');
      for (const { plan: of, requests } of stages) {
        deepStrictEqual(
          contentOf(of).filter((content) => loud.includes(content)),
          [],
          'Content was said aloud.',
        );
        for (const { path, query } of requests) {
          ok(!Object.keys(query).some((name) => SECRET_NAMES.test(name)), `An address carries a secret: ${path}.`);
          if (secret)
            ok(
              !`${path} ${JSON.stringify(query)}`.includes(secret),
              `An address carries the client’s secret: ${path}.`,
            );
        }
      }
      if (secret) ok(!loud.includes(secret), 'The client’s secret was said aloud.');
    },
  },
];

const SECRET_NAMES = /^(access_?token|refresh_?token|api_?key|authorization|client_?secret)$/i;

const CAUSES: readonly (readonly [string, readonly ProviderFailureKind[], VendorReply])[] = [
  ['Status 401', ['reconnect'], { status: 401, body: {} }],
  ['Status 403', ['forbidden'], { status: 403, body: {} }],
  ['Status 429', ['slowDown'], { status: 429, headers: { 'retry-after': '30' }, body: {} }],
  ['Status 500', ['tryLater'], { status: 500, body: {} }],
  ['Status 503', ['tryLater'], { status: 503, body: '<html>Maintenance</html>' }],
  ['A proxy’s page', ['tryLater'], { body: '<html>Sign in to the network</html>' }],
  ['An answer that breaks off', ['tryLater'], { body: '{"items": [{"id": 1' }],
  ['Status 404', ['gone'], { status: 404, body: {} }],
  ['Status 400', ['unreadable'], { status: 400, body: {} }],
  ['A number for an answer', ['unreadable', 'tryLater'], { body: 7 }],
  ['A text for an answer', ['unreadable', 'tryLater'], { body: '"nothing"' }],
];

/** Some vendors have a status, whatever its body, for access that has ended, where HTTP has another meaning for it. */
const saysThatAccessEnded = ({ grant }: ConformanceVendor, { status, body }: VendorReply): boolean =>
  grant?.accessRefused?.some((each) => each.status === status && isDeepStrictEqual(each.body ?? {}, body)) ?? false;

/** As RFC 6749 and OpenID Connect have them. */
const ERRORS_OF_SIGN_INS = [
  ...[
    'access_denied',
    'consent_required',
    'interaction_required',
    'invalid_request',
    'invalid_scope',
    'login_required',
  ],
  ...['server_error', 'temporarily_unavailable', 'unauthorized_client', 'unsupported_response_type'],
];

/** Whatever stands between us and the vendor may answer in its place. */
const ODD_REFUSALS: readonly Refusal[] = [400, 401, 403, 404, 409, 418, 429, 500, 503].flatMap((status) =>
  [undefined, null, 7, '', 'no', [], [null], {}, { error: null }, { error: { code: {} } }, { errors: [null] }].flatMap(
    (json) =>
      (['api', 'tokens'] as const).map((from) => ({
        from,
        status,
        headers: {},
        json,
        path: '/',
        query: { token: '' },
      })),
  ),
);

const QUESTIONS: readonly (readonly [string, (stage: Stage) => Promise<unknown>])[] = [
  [
    'identify',
    async ({ provider, session }) => {
      const { readsAllCalls } = await provider.identify(session);
      ok(!readsAllCalls, 'identify() took a failure for a grant that reads every call.');
    },
  ],
  ['listUsers', (stage) => stage.users()],
  ['listCalls', (stage) => stage.calls()],
];

async function askEverything(stage: Stage): Promise<void> {
  const failures: unknown[] = [];
  const asked = [() => stage.provider.identify(stage.session), () => stage.users(), () => stage.calls()];
  for (const ask of asked) await ask().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, failures.map(messageOf).join('\n'));
}

/** What a provider may offer beyond the three questions. */
async function askExtras({ provider, session }: Stage): Promise<void> {
  if (provider.listAnonymized) await walked(provider.listAnonymized(session, { from: at(0), to: at(24) }));
  const url = 'https://host.example/hooks/1';
  const webhooks = ownWebhooks(provider);
  const { ids } = (await webhooks?.subscribe(session, { url, secret: 'a secret' })) ?? { ids: {} };
  await webhooks?.stands?.(session, { url, ids });
  await webhooks?.renew?.(session, { url, ids });
  await webhooks?.unsubscribe(session, { url, ids });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
