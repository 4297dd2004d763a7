import { refuse } from './answer.js';
import type { Incoming } from '../vendor/index.js';
import type { ApiRoute } from './bearer.js';
import type { CallSubscription, Webhook } from './state.js';
import type { DialpadStore } from './state.js';
import { fromWire, json, wideInteger } from '../vendor/index.js';

const CALL_STATES = [
  'admin admin_recording ai_playbook all barge blocked call_transcription calling connected csat dispositions eavesdrop',
  'hangup hold merged missed monitor parked pcsat postcall preanswer queued recap_action_items recap_outcome',
  'recap_purposes recap_summary recording ringing takeover transcription voicemail voicemail_uploaded',
].flatMap((line) => line.split(' '));

/** Of calls: ten on the company itself, a hundred on all targets. */
const MOST_ON_COMPANY = 10;
const MOST_SUBSCRIPTIONS = 100;

/**
 * Where a company wants to be told, and of what.
 *
 * @param otherSubscriptions of other apps, on each company
 */
export const webhookRoutes = (store: DialpadStore, otherSubscriptions: number): readonly ApiRoute[] => {
  const newId = (): string => String(9_007_199_254_800_001n + 2n * BigInt(store.nextId()));
  const webhooksOf = (companyId: string) => store.state.webhooks.filter((one) => one.companyId === companyId);
  const subscriptionsOf = (companyId: string) => store.state.subscriptions.filter((one) => one.companyId === companyId);
  const webhook = (companyId: string, id: string | undefined): Webhook =>
    webhooksOf(companyId).find((one) => one.id === id) ?? refuse(404, 'There is no such webhook.');
  const subscription = (companyId: string, id: string | undefined): CallSubscription =>
    subscriptionsOf(companyId).find((one) => one.id === id) ?? refuse(404, 'There is no such subscription.');
  const wireSubscription = (one: CallSubscription) => {
    const target = store.state.webhooks.find(({ id }) => id === one.webhookId);
    return {
      id: wideInteger(one.id),
      enabled: one.enabled,
      call_states: one.callStates,
      group_calls_only: one.groupCallsOnly,
      ...(one.targetType === null ? {} : { target_type: one.targetType, target_id: one.targetId }),
      webhook: target === undefined ? null : wireWebhook(target),
    };
  };
  const limit = 'otherPerMinute';
  const path = '/api/v2/webhooks';
  const subscriptionsPath = '/api/v2/subscriptions/call';

  const subscriptionFrom = (request: Incoming, companyId: string): CallSubscription => {
    const fields = fieldsOf(request);
    const standing = subscriptionsOf(companyId);
    const onCompany = standing.filter(({ targetType }) => targetType === null);
    const isFull = otherSubscriptions + standing.length >= MOST_SUBSCRIPTIONS;
    if (
      isFull ||
      (otherSubscriptions + onCompany.length >= MOST_ON_COMPANY && textOf(fields.get('target_type')) === null)
    ) {
      return refuse(400, 'The company has as many call subscriptions as it may have.');
    }
    const states = fields.get('call_states') ?? [];
    if (!Array.isArray(states) || states.some((state) => !CALL_STATES.includes(state as string))) {
      return refuse(400, 'call_states must be a list of call states.');
    }
    return {
      id: newId(),
      companyId,
      webhookId: webhook(companyId, idOf(fields.get('endpoint_id'))).id,
      callStates: states as string[],
      enabled: fields.get('enabled') !== false,
      groupCallsOnly: fields.get('group_calls_only') === true,
      targetType: textOf(fields.get('target_type')),
      targetId: idOf(fields.get('target_id')) ?? null,
    };
  };

  return [
    {
      method: 'GET',
      path,
      limit,
      handle: (_, { company }) => json(200, { items: webhooksOf(company.id).map(wireWebhook) }),
    },
    {
      method: 'POST',
      path,
      limit: 'newWebhooksPerMinute',
      handle: (request, { company }) => {
        const fields = fieldsOf(request);
        const hookUrl = textOf(fields.get('hook_url')) ?? '';
        if (!URL.canParse(hookUrl) || !/^https?:/.test(hookUrl)) refuse(400, 'hook_url must be an http(s) address.');
        const made = { id: newId(), companyId: company.id, hookUrl, secret: textOf(fields.get('secret')) };
        store.change(({ webhooks }) => ({ webhooks: [...webhooks, made] }));
        return json(200, wireWebhook(made));
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      limit,
      handle: ({ params }, { company }) => json(200, wireWebhook(webhook(company.id, params.id))),
    },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      limit,
      handle: ({ params }, { company }) => {
        const gone = webhook(company.id, params.id);
        store.change(({ webhooks, subscriptions }) => ({
          webhooks: webhooks.filter(({ id }) => id !== gone.id),
          subscriptions: subscriptions.filter(({ webhookId }) => webhookId !== gone.id),
        }));
        return json(200, wireWebhook(gone));
      },
    },
    {
      method: 'GET',
      path: subscriptionsPath,
      limit,
      handle: (_, { company }) => json(200, { items: subscriptionsOf(company.id).map(wireSubscription) }),
    },
    {
      method: 'POST',
      path: subscriptionsPath,
      limit,
      handle: (request, { company }) => {
        const made = subscriptionFrom(request, company.id);
        store.change(({ subscriptions }) => ({ subscriptions: [...subscriptions, made] }));
        return json(200, wireSubscription(made));
      },
    },
    {
      method: 'GET',
      path: `${subscriptionsPath}/:id`,
      limit,
      handle: ({ params }, { company }) => json(200, wireSubscription(subscription(company.id, params.id))),
    },
    {
      method: 'DELETE',
      path: `${subscriptionsPath}/:id`,
      limit,
      handle: ({ params }, { company }) => {
        const gone = subscription(company.id, params.id);
        store.change(({ subscriptions }) => ({ subscriptions: subscriptions.filter(({ id }) => id !== gone.id) }));
        return json(200, wireSubscription(gone));
      },
    },
  ];
};

const wireWebhook = ({ id, hookUrl, secret }: Webhook) => ({
  id: wideInteger(id),
  hook_url: hookUrl,
  ...(secret === null ? {} : { signature: { algo: 'HS256', type: 'jwt', secret } }),
});

const fieldsOf = ({ body }: Incoming): ReadonlyMap<string, unknown> => {
  try {
    const read = fromWire(body);
    if (typeof read === 'object' && read !== null) return new Map(Object.entries(read));
  } catch {
    // Refused below, like every other body that is no object.
  }
  return refuse(400, 'The body must be a JSON object.');
};

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
/** An id as clients send it: its digits, or a number. */
const idOf = (value: unknown): string | undefined => {
  const text = String(value);
  return (typeof value === 'string' || typeof value === 'number') && /^\d+$/.test(text) ? text : undefined;
};
