import { randomUUID } from 'node:crypto';
import { CallRecordEntity, ConnectionEntity, PhoneUserEntity } from '../../src/storage/index.js';

/** A connection as it is stored, at a vendor that is none. */
export const aConnection = (tenantId: string, more: Partial<ConnectionEntity> = {}): ConnectionEntity =>
  Object.assign(new ConnectionEntity(), {
    id: randomUUID(),
    tenantId,
    providerKey: 'example-phone',
    status: 'connected',
    accountExternalId: randomUUID(),
    accountName: 'Acme',
    accountDomains: ['acme.example'],
    connectedBy: 'e1',
    connectedAt: new Date(),
    historyFrom: new Date(),
    ...more,
  });

/** A phone user of a connection, without address and number. */
export const aPhoneUser = (
  { id: connectionId, tenantId }: ConnectionEntity,
  externalId: string,
  more: Partial<PhoneUserEntity> = {},
): PhoneUserEntity =>
  Object.assign(new PhoneUserEntity(), {
    connectionId,
    tenantId,
    externalId,
    displayName: `Line ${externalId}`,
    emails: [],
    numbers: [],
    status: 'active',
    seenAt: new Date(),
    ...more,
  });

/** A call of a phone user in which somebody spoke all the time. */
export const aCall = (
  { id: connectionId, tenantId }: ConnectionEntity,
  userExternalId: string,
  startedAt: string,
  endedAt: string,
): CallRecordEntity =>
  Object.assign(new CallRecordEntity(), {
    id: randomUUID(),
    tenantId,
    connectionId,
    externalId: randomUUID(),
    relatedIds: [],
    conversationId: randomUUID(),
    userExternalId,
    direction: 'inbound',
    outcome: 'answered',
    startedAt: new Date(startedAt),
    connectedAt: new Date(startedAt),
    endedAt: new Date(endedAt),
    internal: false,
    transferred: false,
    recorded: false,
    labels: [],
    revision: 1,
    storedAt: new Date(),
  });
