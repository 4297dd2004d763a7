import { hashOf } from 'prodoscore-phone-systems/testing';
import type { SimulatedPart, SimulatedRecord } from './model.js';
import type { Subscription } from './state.js';

/** Something that happened in a telephony session. */
export interface SessionEvent {
  readonly record: SimulatedRecord;
  readonly part: SimulatedPart;
  readonly place: number;
  readonly code: 'Setup' | 'Answered' | 'Disconnected';
  readonly sequence: number;
  readonly happenedAt: number;
  /** When it is told: about a second later, and not always in the order of its sequence. */
  readonly toldAt: number;
}

/** What happens in a call, in the order of its sequence. Parties outside the account are not told of; faxes have none. */
export const eventsOf = (record: SimulatedRecord, shuffled: boolean): readonly SessionEvent[] => {
  const happenings = record.parts
    .map((part, place) => ({ part, place }))
    .filter(({ part }) => part.extensionId !== null)
    .flatMap(({ part, place }) => [
      { part, place, code: 'Setup' as const, happenedAt: part.connectedAt ?? record.startedAt },
      ...(part.answeredAt === null ? [] : [{ part, place, code: 'Answered' as const, happenedAt: part.answeredAt }]),
      { part, place, code: 'Disconnected' as const, happenedAt: part.endedAt },
    ])
    .sort((a, b) => a.happenedAt - b.happenedAt);
  return happenings.map((one, index) => ({
    ...one,
    record,
    sequence: index + 1,
    toldAt: one.happenedAt + 800 + (shuffled ? hashOf(`${record.id} ${index}`) % 2500 : 0),
  }));
};

/** Whether a subscription wants to hear of an event. */
export const wants = ({ eventFilters, companyId }: Subscription, event: SessionEvent): boolean =>
  eventFilters.some((filter) => {
    const { pathname, searchParams } = new URL(filter, 'http://simulator.invalid');
    const [, , , , account] = pathname.split('/');
    const [code, direction] = [searchParams.get('statusCode'), searchParams.get('direction')];
    return (
      (account === '~' || account === companyId) &&
      (code === null || code === event.code) &&
      (direction === null || direction.toLowerCase() === event.part.direction)
    );
  });

/** The event as it is told. */
export const wireEvent = (event: SessionEvent, { id, companyId, ownerId }: Subscription) => {
  const { record, part, code, place } = event;
  const isTransfer = code === 'Disconnected' && part.transferred;
  const group = part.groupId === null ? {} : { queueCall: true };
  return {
    uuid: uuidOf(`${record.id} ${event.sequence} ${id}`),
    event: `/restapi/v1.0/account/${companyId}/telephony/sessions`,
    timestamp: new Date(event.toldAt).toISOString(),
    subscriptionId: id,
    ownerId,
    body: {
      sequence: event.sequence,
      sessionId: record.sessionId,
      telephonySessionId: record.telephonySessionId,
      serverId: 'simulated',
      eventTime: new Date(event.happenedAt).toISOString(),
      parties: [
        {
          accountId: companyId,
          extensionId: part.extensionId,
          id: `p-${record.telephonySessionId.slice(2)}-${place + 1}`,
          direction: part.direction === 'inbound' ? 'Inbound' : 'Outbound',
          from: record.from,
          to: record.to,
          status: {
            code,
            ...(isTransfer && { reason: record.transferTarget === undefined ? 'BlindTransfer' : 'AttendedTransfer' }),
            rcc: false,
          },
          missedCall: code === 'Disconnected' && part.direction === 'inbound' && part.answeredAt === null,
          standAlone: false,
          muted: false,
          ...group,
        },
      ],
      origin: { type: 'Call' },
    },
  };
};

/** The same for the same event and subscription. */
const uuidOf = (text: string): string => {
  const digits = [0, 1, 2, 3].map((part) => hashOf(`${part} ${text}`).toString(16).padStart(8, '0')).join('');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
};
