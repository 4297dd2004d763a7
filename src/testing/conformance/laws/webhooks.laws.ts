import { deepStrictEqual, ok, rejects, strictEqual, throws } from 'node:assert';
import {
  type CallRecord,
  ownWebhooks,
  ProviderError,
  type ProviderEvent,
  type ProviderSession,
  type SharedWebhooks,
  type WebhookDelivery,
  type WebhookFacet,
  type WebhookReading,
  type WebhookReceipt,
  WebhookRefused,
} from '../../../contract/index.js';
import { comparable } from '../expected.js';
import type { Bench, Law } from '../law.js';
import { at, call, leg, plan } from '../plan.js';
import type { Stage } from '../stage.js';
import type { VendorWebhooks, WorldEvent } from '../vendor.js';

const SECRET = 'the secret that was agreed on for this connection';

/** What is told as it happens: only by the vendor, and in any order, any number of times. */
export const webhookLaws: readonly Law[] = [
  {
    name: 'delivery-read',
    promise:
      'a delivery about a call that is over brings the same record as the list, or names the call by which it is read',
    remedy: 'Read events with the function that reads the list, or give `callChanged` with the id that it announces.',
    needs: ['webhooks'],
    check: async (bench) => {
      const { stage, facet, vendor, receipt, ended } = ring(bench, 'answered');
      const events = await facet.open(await vendor.deliver(ended, SECRET, stage.world), SECRET, receipt);
      const told = events.filter(({ kind }) => kind !== 'ignored');
      strictEqual(told.length, 1, 'The delivery brought no event, or several.');
      const [event] = told;
      const brought = event?.kind === 'callChanged' ? (await stage.call(event)).items : told.flatMap(recordOf);
      deepStrictEqual(brought.map(comparable), (await stage.calls()).items.map(comparable));
    },
  },
  {
    name: 'delivery-forged',
    promise: 'a delivery that is signed with another secret is refused',
    remedy:
      'Check the signature with the secret that is given, in constant time, before anything is read; throw WebhookRefused.',
    needs: ['webhooks'],
    check: async (bench) => {
      const { stage, facet, vendor, receipt, ended } = ring(bench, 'answered');
      for (const other of ['another secret', `${SECRET} `, SECRET.toUpperCase()]) {
        await refuses(
          { facet, receipt },
          await vendor.deliver(ended, other, stage.world),
          `The secret was "${other}".`,
        );
      }
      const delivery = await vendor.deliver(ended, SECRET, stage.world);
      await rejects(facet.open(delivery, '', receipt), WebhookRefused, 'A delivery was taken without any secret.');
    },
  },
  {
    name: 'delivery-other-algorithm',
    promise: 'a delivery that is unsigned, or signed with the right secret by another algorithm, is refused',
    remedy: 'Agree on one algorithm and name it in the check; believe nothing that the delivery says about it.',
    needs: ['webhooks'],
    check: async (bench) => {
      const { stage, facet, vendor, receipt, ended } = ring(bench, 'answered');
      const others = await vendor.deliverOtherwise(ended, SECRET, stage.world);
      ok(others.length > 0, 'The vendor under test gave no delivery to refuse: an unsigned one is always possible.');
      for (const [place, delivery] of others.entries())
        await refuses({ facet, receipt }, delivery, `It was number ${place + 1}.`);
    },
  },
  {
    name: 'delivery-altered',
    promise: 'a delivery of which any byte was changed on the way is refused',
    remedy: 'Sign and check the body as it came, byte for byte and to its end.',
    needs: ['webhooks', 'signatures'],
    check: async (bench) => {
      const { stage, facet, vendor, receipt, ended } = ring(bench, 'answered');
      const delivery = await vendor.deliver(ended, SECRET, stage.world);
      ok((await facet.open(delivery, SECRET, receipt)).length > 0, 'As it came, the delivery brought no event.');
      const { length } = delivery.body;
      // Not the very last: the last letter of base64url text may have bits that mean nothing.
      for (const place of [1, ...Array.from({ length: 12 }, () => bench.chance.whole(0, length - 2)), length - 2]) {
        const body = Uint8Array.from(delivery.body);
        body[place] = (body[place] ?? 0) === 65 ? 66 : 65;
        if ((delivery.body[place] ?? 0) === body[place]) continue;
        await refuses({ facet, receipt }, { ...delivery, body }, `Byte ${place} of ${length} was changed.`);
      }
    },
  },
  {
    name: 'delivery-replayed',
    promise: 'a delivery that comes again brings the same events',
    remedy: 'open() is pure: no clock, no counter, no memory.',
    needs: ['webhooks'],
    check: async (bench) => {
      const { stage, facet, vendor, receipt, ended } = ring(bench, 'answered');
      const delivery = await vendor.deliver(ended, SECRET, stage.world);
      deepStrictEqual(await facet.open(delivery, SECRET, receipt), await facet.open(delivery, SECRET, receipt));
    },
  },
  {
    name: 'delivery-kept',
    promise: 'where the vendor signs when it sent a delivery, one that somebody has kept, or dated ahead, is refused',
    remedy: 'Compare the signed time with `receivedAt` of the receipt, in both directions, and with no clock.',
    needs: ['webhooks'],
    check: async (bench) => {
      const { stage, facet, vendor, receipt, ended } = ring(bench, 'answered');
      if (vendor.freshMs === undefined) return;
      const delivery = await vendor.deliver(ended, SECRET, stage.world);
      const after = (ms: number): WebhookReceipt => ({ ...receipt, receivedAt: new Date(Date.now() + ms) });
      const intime = await facet.open(delivery, SECRET, after(vendor.freshMs / 2));
      ok(intime.length > 0, 'It was in time, and brought no event.');
      for (const ms of [vendor.freshMs + MINUTE_MS, -vendor.freshMs - MINUTE_MS]) {
        await refuses({ facet, receipt: after(ms) }, delivery, `It came ${ms / 1_000} seconds after it was sent.`);
      }
    },
  },
  {
    name: 'delivery-strange',
    promise: 'what is told in the name of another account brings nothing, though it knows the secret of this one',
    remedy: 'Compare the account that a delivery names with that of the receipt, and read nothing of another’s.',
    needs: ['webhooks'],
    check: async (bench) => {
      const { stage, facet, vendor, receipt, ended } = ring(bench, 'answered');
      if (receipt.account === null) return;
      const { world } = stage;
      const another = { ...world, account: { ...world.account, id: '9876543210' } };
      const delivery = await vendor.deliver(ended, SECRET, another);
      // It may name no account at all.
      if (isSameBody(delivery, await vendor.deliver(ended, SECRET, world))) return;
      const events = await facet.open(delivery, SECRET, receipt).catch((error: unknown) => {
        if (error instanceof WebhookRefused) return [];
        throw error;
      });
      deepStrictEqual(
        events.filter(({ kind }) => kind !== 'ignored'),
        [],
        'It was taken for this account’s.',
      );
    },
  },
  {
    name: 'delivery-out-of-order',
    promise: 'of two deliveries about one call, the one of what happened later has the higher revision',
    remedy: 'Let `revision` grow with the vendor’s time of change, and read a message as a voicemail.',
    needs: ['webhooks', 'voicemails'],
    check: async (bench) => {
      const { stage, facet, vendor, receipt, ended, voicemail } = ring(bench, 'voicemail');
      const read = async (event: WorldEvent): Promise<readonly CallRecord[]> =>
        (await facet.open(await vendor.deliver(event, SECRET, stage.world), SECRET, receipt)).flatMap(recordOf);
      const [hangups, messages] = [await read(ended), await read(voicemail)];
      for (const message of messages) {
        strictEqual(message.outcome, 'voicemail');
        for (const hangup of hangups) ok(hangup.revision < message.revision, 'The message is not the later one.');
      }
    },
  },
  {
    name: 'subscription-undone',
    promise: 'a subscription stands until it is undone; then nothing is left, and what is already gone is no error',
    remedy:
      'Delete everything that subscribe() made, by the ids that it gave back, take `gone` for done, and let stands() look it up.',
    needs: ['webhooks', 'subscriptions'],
    check: async (bench) => {
      const { stage, facet, vendor } = subscribed(bench);
      const { url } = OURS;
      const subscription = await facet.subscribe(stage.session, OURS);
      ok(vendor.subscriptions() > 0, 'subscribe() made nothing at the vendor.');
      ok(!JSON.stringify(subscription).includes(SECRET), 'The secret is among the ids that are stored.');
      strictEqual((await facet.stands?.(stage.session, { url, ...subscription })) ?? true, true, 'It does not stand.');
      await facet.unsubscribe(stage.session, { url, ...subscription });
      strictEqual(vendor.subscriptions(), 0, 'Something is left at the vendor.');
      await facet.unsubscribe(stage.session, { url, ...subscription });
      strictEqual((await facet.stands?.(stage.session, { url, ...subscription })) ?? false, false, 'It stands still.');
    },
  },
  {
    name: 'subscription-lost',
    promise: 'unsubscribing finds by its address what was subscribed to without an answer, and leaves everything else',
    remedy: 'List what stands at the vendor, and delete what delivers to exactly this address.',
    needs: ['webhooks', 'subscriptions', 'subscriptionList'],
    check: async (bench) => {
      const { stage, facet, vendor } = subscribed(bench);
      await facet.subscribe(stage.session, OTHERS);
      const others = vendor.subscriptions();
      const { url } = OURS;
      for (let lost = 1; lost <= MOST_STEPS; lost++) {
        const told = await facet.subscribe(losing(stage.session, lost), OURS).catch(() => ({ ids: {} }));
        await facet.unsubscribe(stage.session, { url, ...told });
        strictEqual(vendor.subscriptions(), others, `The answer to request ${lost} of subscribe() was lost.`);
      }
    },
  },
  {
    name: 'subscription-renewed',
    promise:
      'a subscription that lapses is renewed for longer without a second one, and one that is gone is told as gone',
    remedy: 'Give `expiresAt` as the vendor says it, renew by the id, and throw `gone` where the vendor knows none.',
    needs: ['webhooks', 'subscriptions'],
    check: async (bench) => {
      const { stage, facet, vendor } = subscribed(bench);
      const { expiresAt, ids } = await facet.subscribe(stage.session, OURS);
      if (expiresAt === undefined) {
        ok(facet.renew === undefined, 'It renews what never lapses: leave renew() out, or tell `expiresAt`.');
        return;
      }
      ok(expiresAt > stage.now, 'It has lapsed before it began.');
      if (facet.renew === undefined) return;
      const standing = vendor.subscriptions();
      stage.now = new Date(stage.now.getTime() + (expiresAt.getTime() - stage.now.getTime()) / 2);
      const renewed = await facet.renew(stage.session, { url: OURS.url, ids });
      ok(renewed.expiresAt !== undefined && renewed.expiresAt > expiresAt, 'It does not stand for longer.');
      strictEqual(vendor.subscriptions(), standing, 'Renewing made another one.');
      await facet.unsubscribe(stage.session, { url: OURS.url, ids: renewed.ids });
      const lost: unknown = await facet
        .renew(stage.session, { url: OURS.url, ids: renewed.ids })
        .catch((error) => error);
      ok(lost instanceof ProviderError && lost.failure.kind === 'gone', 'It renewed what is not there.');
    },
  },
  {
    name: 'challenge-answered',
    promise:
      'the vendor’s question whether an address is ours is answered as it asks, a forged one is refused, and a delivery is none',
    remedy:
      'Answer in `answer` what the vendor documents; where it signs its questions, check that first and throw WebhookRefused.',
    needs: ['webhooks'],
    check: async (bench) => {
      const { stage, facet, vendor, receipt, ended } = ring(bench, 'answered');
      const asked = (await vendor.challenges?.(SECRET)) ?? [];
      ok(
        (facet.answer === undefined) === (asked.length === 0),
        facet.answer === undefined
          ? 'The vendor under test asks whether an address is ours, and the provider has no answer().'
          : 'The provider has answer(), and the vendor under test asks nothing: write its questions down in `challenges`.',
      );
      for (const { delivery, reply } of asked) deepStrictEqual(facet.answer?.(delivery, SECRET, receipt), reply);
      for (const { delivery, signed } of (await vendor.challenges?.('another secret')) ?? []) {
        if (signed)
          throws(() => facet.answer?.(delivery, SECRET, receipt), WebhookRefused, 'A forged question was answered.');
      }
      const delivery = await vendor.deliver(ended, SECRET, stage.world);
      strictEqual(facet.answer?.(delivery, SECRET, receipt) ?? null, null, 'A delivery was taken for a question.');
    },
  },
  {
    name: 'account-gone',
    promise: 'that an account has let this host go is read as just that, and not from a forgery',
    remedy: 'Give `accountGone`, and nothing else, for the event by which the vendor asks to delete what came from it.',
    needs: ['webhooks'],
    check: async (bench) => {
      const { stage, facet, vendor, receipt } = ring(bench, 'answered');
      const told = await vendor.accountGone?.(SECRET, stage.world);
      const forged = await vendor.accountGone?.('another secret', stage.world);
      if (told === undefined || forged === undefined) return;
      const kinds = (await facet.open(told, SECRET, receipt)).map(({ kind }) => kind);
      deepStrictEqual(kinds, ['accountGone'], 'Nothing was deleted of an account that asked for it.');
      await refuses({ facet, receipt }, forged, 'It would have erased an account.');
    },
  },
  {
    name: 'delivery-account',
    promise: 'where the vendor has one address for all accounts, each delivery is known by its account',
    remedy: 'Read the account of a delivery in `accountOf`, as identify() names it.',
    needs: ['webhooks'],
    check: async (bench) => {
      const { stage, facet, vendor, ended } = ring(bench, 'answered');
      if (!('accountOf' in facet)) return;
      const { externalId } = await stage.provider.identify(stage.session);
      strictEqual(facet.accountOf(await vendor.deliver(ended, SECRET, stage.world)), externalId);
      const gone = await vendor.accountGone?.(SECRET, stage.world);
      if (gone !== undefined) strictEqual(facet.accountOf(gone), externalId, 'It would have erased another account.');
      strictEqual(facet.accountOf({ headers: {}, query: {}, body: new TextEncoder().encode('{}') }), null);
    },
  },
];

const OURS = { url: 'https://host.example/api/phone-systems/acme/hooks/1', secret: SECRET };
/** Of another connection. */
const OTHERS = { ...OURS, url: `${OURS.url}2` };

const MINUTE_MS = 60_000;

const isSameBody = (one: WebhookDelivery, other: WebhookDelivery): boolean =>
  Buffer.from(one.body).equals(Buffer.from(other.body));

/** More requests than any subscribe() makes. */
const MOST_STEPS = 8;

/** A session on which the vendor does what it is asked, and one answer never arrives. */
function losing(session: ProviderSession, which: number): ProviderSession {
  let sent = 0;
  return {
    ...session,
    send: async (request) => {
      const answer = await session.send(request);
      sent += 1;
      if (sent === which) throw new ProviderError({ kind: 'tryLater' }, 'The answer was lost.');
      return answer;
    },
  };
}

interface Ring {
  readonly stage: Stage;
  readonly facet: WebhookFacet | SharedWebhooks;
  readonly vendor: VendorWebhooks;
  /** Of what comes now to the address of this world's account. */
  readonly receipt: WebhookReceipt;
  readonly ended: WorldEvent;
  readonly voicemail: WorldEvent;
}

/** One call, and what happened to it. */
function ring(bench: Bench, outcome: 'answered' | 'voicemail'): Ring {
  const unanswered = { connectedAt: null, endedAt: at(9, 1), voicemail: true };
  const stage = bench.stage(plan([call('901', [leg('901', outcome === 'voicemail' ? unanswered : {})])]));
  const { webhooks: facet } = stage.provider;
  const { webhooks: vendor } = stage.vendor;
  ok(facet, 'The provider has no webhooks: add them, or say `without: { webhooks: "why" }`.');
  ok(vendor, 'The vendor under test has no webhooks: write how it signs and delivers.');
  const [only] = stage.plan.calls;
  const first = only?.legs[0];
  ok(only && first);
  const after = (ms: number): Date => new Date(first.endedAt.getTime() + ms);
  const told = { call: only, leg: first };
  return {
    stage,
    facet,
    vendor,
    receipt: { receivedAt: new Date(), account: 'accountOf' in facet ? null : stage.world.account.id },
    ended: { kind: 'ended', at: after(0), ...told, leg: { ...first, voicemail: false } },
    voicemail: { kind: 'voicemail', at: after(60_000), ...told },
  };
}

/** The same, of a phone system whose connections subscribe for themselves. */
function subscribed(bench: Bench): Pick<Ring, 'stage' | 'vendor'> & { readonly facet: WebhookFacet } {
  const { stage, vendor } = ring(bench, 'answered');
  const facet = ownWebhooks(stage.provider);
  ok(facet, 'The provider has no subscribe(): write it, or say `webhookAddress` in its descriptor.');
  return { stage, facet, vendor };
}

const refuses = (
  { facet, receipt }: { readonly facet: WebhookReading; readonly receipt: WebhookReceipt },
  delivery: WebhookDelivery,
  which: string,
): Promise<void> =>
  rejects(
    facet.open(delivery, SECRET, receipt),
    (error: unknown) => error instanceof WebhookRefused,
    `It was taken, or failed with something else than WebhookRefused. ${which}`,
  );

const recordOf = (event: ProviderEvent): readonly CallRecord[] => (event.kind === 'callFinished' ? [event.call] : []);
