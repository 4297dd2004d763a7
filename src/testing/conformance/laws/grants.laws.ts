import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { readTokenAnswer } from '../../../connection/tokens/token-answer.js';
import { toldFailure } from '../../../connection/requests/told-failure.js';
import { type Grant, type PhoneSystemProvider, ProviderError } from '../../../contract/index.js';
import type { Bench, Law } from '../law.js';
import { AFTERWARDS, call, leg, plan } from '../plan.js';
import type { Stage } from '../stage.js';
import type { VendorReply } from '../vendor.js';

/** How access ends, by the way in which it was granted. Each holds for phone systems of its kind of grant. */
export const grantLaws: readonly Law[] = [
  {
    name: 'grant-code',
    promise:
      'a refresh token that the vendor takes no longer means to reconnect, and a host that it does not know is no fault of the administrator’s',
    remedy: 'Leave what RFC 6749 says to the platform, and read the vendor’s own words in `failureOf`.',
    check: (bench) => {
      const stage = stageOf(bench, 'code');
      if (stage !== null) holdTokens(stage);
      return Promise.resolve();
    },
  },
  {
    name: 'grant-consent',
    promise:
      'a consent that was withdrawn means to reconnect, and the account is named as the sign-in of its administrator names it',
    remedy:
      'Say in `failureOf` what the token endpoint answers where nobody has consented (any more), and let identify() answer the id that is in the claim.',
    check: async (bench) => {
      const stage = stageOf(bench, 'consent');
      if (stage === null) return;
      const { tokensRefused, claimedAccount } = stage.vendor.grant ?? {};
      ok(
        tokensRefused,
        'Write down in `grant.tokensRefused` what the vendor says where nobody has consented (any more).',
      );
      ok(claimedAccount, 'Write down in `grant.claimedAccount` how the id token names the account.');
      holdTokens(stage);
      const { externalId } = await stage.provider.identify(stage.session);
      strictEqual(externalId, claimedAccount(stage.world));
    },
  },
  {
    name: 'grant-keys',
    promise: 'keys that the vendor does not take, or takes no longer, mean to reconnect, whatever is asked with them',
    remedy: 'Say in `failureOf` what the vendor answers to such keys, where it does not answer 401.',
    check: async (bench) => {
      const stage = stageOf(bench, 'keys');
      if (stage === null) return;
      for (const reply of stage.vendor.grant?.accessRefused ?? [UNAUTHORIZED]) {
        stage.instead = () => reply;
        const outcomes: string[] = [
          await kindOf(stage.provider.identify(stage.session)),
          await kindOf(stage.users()),
          await kindOf(stage.calls()),
        ];
        deepStrictEqual(outcomes, ['reconnect', 'reconnect', 'reconnect'], `Status ${statusOf(reply)}.`);
      }
    },
  },
];

const UNAUTHORIZED: VendorReply = { status: 401, body: {} };

const statusOf = ({ status = 200 }: VendorReply): number => status;

/** A stage, where the phone system is of a kind. */
function stageOf({ stage }: Bench, kind: Grant['kind']): Stage | null {
  const made = stage(plan([call('1', [leg('1')])]));
  return made.provider.descriptor.grant.kind === kind ? made : null;
}

/** What the token endpoint's refusals are read as. */
function holdTokens({ provider, vendor }: Stage): void {
  const { tokensRefused = [saying('invalid_grant')], hostRefused = [saying('invalid_client')] } = vendor.grant ?? {};
  const told = (replies: readonly VendorReply[]) => replies.map((reply) => readTokens(provider, reply));
  deepStrictEqual(
    told(tokensRefused),
    tokensRefused.map(() => 'reconnect'),
    'The grant is dead.',
  );
  deepStrictEqual(
    told(hostRefused),
    hostRefused.map(() => 'misconfigured'),
    'The host is not known.',
  );
}

const saying = (error: string): VendorReply => ({ status: 400, body: { error } });

/** As the platform reads what a token endpoint answers. */
function readTokens(provider: PhoneSystemProvider, { status = 200, headers = {}, body }: VendorReply): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  const answer = { status, headers: new Headers(headers), text };
  const asked = { from: 'tokens', path: '/', query: {} } as const;
  try {
    const told = toldFailure(provider, asked, answer, AFTERWARDS);
    if (told !== null) return told.failure.kind;
    readTokenAnswer(answer, AFTERWARDS);
    return 'a token';
  } catch (error) {
    return failureKindOf(error);
  }
}

const kindOf = (asked: Promise<unknown>): Promise<string> => asked.then(() => 'no failure', failureKindOf);

const failureKindOf = (error: unknown): string =>
  error instanceof ProviderError ? error.failure.kind : `the error ${String(error)}`;
