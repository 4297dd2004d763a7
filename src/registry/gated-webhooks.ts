import {
  type PhoneSystemProvider,
  type ProviderEvent,
  type ProviderSession,
  Secret,
  type SharedWebhooks,
  type WebhookFacet,
  type WebhookReading,
  type WebhookReply,
  type WebhookSubscription,
} from '../contract/index.js';
import { checkedCall } from './checked-call.js';
import {
  checkedId,
  checkedList,
  checkedObject,
  checkedText,
  type Clocks,
  idIn,
  NotValid,
  refuse,
} from './checked-fields.js';
import type { ProviderFaults } from './provider-faults.js';

/** So long may a text be that a vendor's question is answered with. */
const LONGEST_REPLY = 1_024;

/** A provider's webhooks behind the gate. */
export function gatedWebhooks(
  { details }: Pick<PhoneSystemProvider, 'details'>,
  facet: WebhookFacet | SharedWebhooks,
  faults: ProviderFaults,
  clocks: () => Clocks,
): WebhookFacet | SharedWebhooks {
  const guarded = async <T>(session: ProviderSession, work: (lent: ProviderSession) => Promise<T>): Promise<T> => {
    try {
      return await work(faults.lend(session));
    } catch (error) {
      throw faults.of(error, session.signal);
    }
  };
  const told = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw faults.of(error);
    }
  };
  const reading: WebhookReading = {
    ...(facet.taken && { taken: checkedReply(facet.taken) }),
    ...(facet.answer && {
      answer: (delivery, secret, receipt) => {
        const reply = told(() => facet.answer?.(delivery, secret, receipt) ?? null);
        return reply && told(() => checkedReply(reply));
      },
    }),
    open: async (delivery, secret, receipt) => {
      try {
        return checkedList(await facet.open(delivery, secret, receipt), 'What a delivery says', (event) =>
          checkedEvent(event, clocks(), details),
        );
      } catch (error) {
        throw faults.of(error);
      }
    },
  };
  if ('accountOf' in facet) {
    return { ...reading, accountOf: (delivery) => told(() => checkedAccount(facet.accountOf(delivery))) };
  }
  const { stands, renew } = facet;
  return {
    ...reading,
    subscribe: (session, endpoint) =>
      guarded(session, async (lent) => checkedSubscription(await facet.subscribe(lent, endpoint))),
    unsubscribe: (session, standing) => guarded(session, (lent) => facet.unsubscribe(lent, standing)),
    ...(stands && { stands: (session, standing) => guarded(session, (lent) => stands.call(facet, lent, standing)) }),
    ...(renew && {
      renew: (session, standing) =>
        guarded(session, async (lent) => checkedSubscription(await renew.call(facet, lent, standing))),
    }),
  };
}

/** A record that is not valid is not used, and said: events only make data fresh, and the list shows it as it is. */
function checkedEvent(value: unknown, clocks: Clocks, details: PhoneSystemProvider['details']): ProviderEvent {
  const event = checkedObject(value, 'The event');
  if (event['kind'] === 'callChanged') {
    if (details === undefined) refuse('The event only names a call, and there are no details to read it by.');
    return { kind: 'callChanged', externalId: checkedId(event['externalId'], 'externalId') };
  }
  if (event['kind'] === 'accountGone') {
    const { at } = event;
    if (at !== undefined && !isInstant(at)) refuse('at is no time.');
    return { kind: 'accountGone', ...(at !== undefined && { at: at as Date }) };
  }
  if (event['kind'] !== 'callFinished') return ignored(checkedText(event['why'], 'why'), event['rejected']);
  try {
    return { kind: 'callFinished', call: checkedCall(event['call'], clocks) };
  } catch (error) {
    return ignored(error instanceof NotValid ? error.message : 'It cannot be read.', event['call']);
  }
}

/** @param told of which call, where it names one */
function ignored(why: string, told: unknown): ProviderEvent {
  const externalId = idIn(told);
  return {
    kind: 'ignored',
    why,
    ...(externalId !== undefined && { rejected: { externalId, reason: why, raw: null } }),
  };
}

function checkedSubscription(value: unknown): WebhookSubscription {
  const { ids, secret, expiresAt } = checkedObject(value, 'The subscription');
  const entries = Object.entries(checkedObject(ids, 'ids')).map(([what, id]) => [
    checkedId(what, 'A name of ids'),
    checkedId(id, 'An id'),
  ]);
  if (secret !== undefined && !(secret instanceof Secret && secret.reveal() !== '')) refuse('secret is no secret.');
  if (expiresAt !== undefined && !isInstant(expiresAt)) refuse('expiresAt is no time.');
  return {
    ids: Object.fromEntries(entries) as WebhookSubscription['ids'],
    ...(secret !== undefined && { secret: secret as Secret }),
    ...(expiresAt !== undefined && { expiresAt: expiresAt as Date }),
  };
}

const isInstant = (value: unknown): boolean => value instanceof Date && !Number.isNaN(value.getTime());

const checkedAccount = (value: unknown): string | null => (value === null ? null : checkedId(value, 'The account'));

/** What is sent back to whoever asks must not be a page, and not long. */
function checkedReply(reply: WebhookReply): WebhookReply {
  const { status, headers = {}, body } = reply;
  if (![200, 202, 204].includes(status)) refuse('A reply has another status than 200, 202 and 204.');
  const texts = Object.entries(headers).flat();
  if (texts.some((text) => typeof text !== 'string' || text.length > LONGEST_REPLY || /[\r\n\0]/.test(text))) {
    refuse('A header of a reply cannot be sent.');
  }
  if ((typeof body === 'string' ? body : (JSON.stringify(body) ?? '')).length > LONGEST_REPLY) {
    refuse(`A reply is longer than ${LONGEST_REPLY} characters.`);
  }
  return reply;
}
