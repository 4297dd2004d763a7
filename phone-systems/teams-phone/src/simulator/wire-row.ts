import { hashOf } from 'prodoscore-phone-systems/testing';
import { idOfRows } from './call-ids.js';
import type { SimulatedCall, SimulatedRow } from './model.js';
import { masked } from './wire-end.js';
import type { RecordWriting } from './wire-end.js';

const NO_TIME = '0001-01-01T00:00:00Z';

/** An instant with seven decimals. */
const instant = (ms: number): string => new Date(ms).toISOString().replace('Z', '0000Z');

const personIn = ({ userId, callType }: SimulatedRow, { company, habits }: RecordWriting) => {
  const user = company.users.find(({ id }) => id === userId);
  const isNobody = user === undefined || (callType.startsWith('ucap') && !habits.rowsNameResourceAccounts);
  return isNobody
    ? { userId: null, userPrincipalName: null, userDisplayName: null }
    : { userId, userPrincipalName: user.userPrincipalName, userDisplayName: user.displayName };
};

const secondsOf = ({ answeredAt, endedAt }: SimulatedRow): number =>
  answeredAt === null ? 0 : Math.floor((endedAt - answeredAt) / 1000);

/** A row of the log of calls over Microsoft's or a carrier's lines. */
export const wirePstnRow = (call: SimulatedCall, row: SimulatedRow, writing: RecordWriting) => {
  const ofCarrier = row.line === 'operatorConnect';
  const isInbound = row.callType.includes('_in');
  return {
    id: row.id,
    callId: ofCarrier && writing.habits.rowsNameTheRecord ? call.id : idOfRows(call.id),
    ...personIn(row, writing),
    startDateTime: instant(row.startedAt),
    endDateTime: instant(row.endedAt),
    duration: secondsOf(row),
    charge: 0,
    callType: `${ofCarrier ? 'oc_' : ''}${row.callType}`,
    currency: 'USD',
    callerNumber: row.callerNumber,
    calleeNumber: row.calleeNumber,
    usageCountryCode: 'US',
    tenantCountryCode: 'US',
    otherPartyCountryCode: 'US',
    connectionCharge: 0,
    destinationContext: isInbound ? null : 'Domestic',
    destinationName: isInbound ? null : 'United States',
    conferenceId: row.callType.startsWith('conf') ? '104300000' : null,
    licenseCapability: row.callType.startsWith('ucap') ? 'MCOPSTN_VU' : 'MCOPSTNU',
    inventoryType: row.callType.startsWith('ucap') ? 'Service' : 'Subscriber',
    operator: ofCarrier ? 'A made-up carrier' : 'Microsoft',
    callDurationSource: ofCarrier ? 'operator' : 'microsoft',
    clientLocalIpV4Address: null,
    clientPublicIpV4Address: null,
  };
};

/** A row of the log of calls over the customer's own SBC. */
export const wireDirectRow = (call: SimulatedCall, row: SimulatedRow, writing: RecordWriting) => {
  const { habits } = writing;
  const succeeded = row.answeredAt !== null;
  const isMasked = habits.numbersInRecords === 'some masked' && hashOf(`row ${row.id}`) % 4 === 0;
  const far = (number: string, isFar: boolean) => (isFar && isMasked ? masked(number) : number);
  const isInbound = row.callType.includes('_in');
  const none = habits.noTime === 'absent' ? {} : { endDateTime: NO_TIME };
  return {
    id: row.id,
    correlationId: habits.rowsNameTheRecord ? call.id : idOfRows(call.id),
    ...personIn(row, writing),
    startDateTime: instant(row.startedAt),
    inviteDateTime: instant(row.startedAt - 124),
    ...(succeeded
      ? { ...(habits.noTime === 'year 1' && { failureDateTime: NO_TIME }), endDateTime: instant(row.endedAt) }
      : { failureDateTime: instant(row.endedAt), ...none }),
    duration: secondsOf(row),
    callType: directTypeOf(row.callType, habits.directRoutingTypes),
    successfulCall: succeeded,
    callerNumber: far(row.callerNumber, isInbound),
    calleeNumber: far(row.calleeNumber, !isInbound),
    mediaPathLocation: 'USWE',
    signalingLocation: 'USWE',
    finalSipCode: succeeded ? 0 : 487,
    callEndSubReason: succeeded ? 540_000 : 531_004,
    finalSipCodePhrase: succeeded ? 'BYE' : 'Request Terminated',
    trunkFullyQualifiedDomainName: 'sbc.acme.example',
    mediaBypassEnabled: false,
  };
};

/** `user_out_transfer` as `dr_out_user_transfer` or `ByotOutUserTransfer`, `ucap_in` as `dr_in_ucap` or `ByotInUcap`. */
const directTypeOf = (callType: string, as: 'dr_in' | 'ByotIn'): string => {
  const [whose = '', direction = '', kind] = callType.split('_');
  const after = kind === undefined ? (whose === 'user' ? [] : [whose]) : [whose, kind];
  const words = [direction, ...after];
  return as === 'dr_in'
    ? `dr_${words.join('_')}`
    : `Byot${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
};
