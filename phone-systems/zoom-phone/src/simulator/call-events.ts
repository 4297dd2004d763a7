import { hashOf } from 'prodoscore-phone-systems/testing';
import type { ZoomPhoneHabits } from './habits.js';
import { wireInstant } from './instants.js';
import type { SimulatedCall, SimulatedUser, ZoomCompany } from './model.js';
import { wireElement } from './wire-call.js';

const TOLD_AFTER_MS = 5000;
const REPEATED_AFTER_MS = 20_000;

/** Something that is told about an account. */
export interface ZoomEvent {
  readonly event: string;
  readonly accountId: string;
  /** What is under `payload`, beside the account. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly toldAt: number;
}

/** What is told of a call that is over: each person's side of each leg. */
export const eventsOf = (company: ZoomCompany, call: SimulatedCall, habits: ZoomPhoneHabits): readonly ZoomEvent[] => {
  const told = call.legs.flatMap((leg, place) =>
    (['caller', 'callee'] as const).flatMap((side): readonly ZoomEvent[] => {
      const person = company.users.find(({ extensionId }) => extensionId === leg[side].extId);
      if (person === undefined) return [];
      const object = { user_id: person.id, call_elements: [wireElement(call, leg, habits)] };
      // The last leg first, where events are shuffled.
      const order = habits.shufflesEvents ? call.legs.length - place : place;
      const toldAt = (leg.seenAt ?? leg.endedAt) + TOLD_AFTER_MS + order;
      const event = `phone.${side}_call_element_completed`;
      return [{ event, accountId: company.accountId, payload: { object }, toldAt }];
    }),
  );
  const isRepeated = habits.repeatsEvents && hashOf(call.uuid) % 5 === 0;
  return isRepeated ? [...told, ...told.map((one) => ({ ...one, toldAt: one.toldAt + REPEATED_AFTER_MS }))] : told;
};

/** Somebody deleted a call from the own log. */
export const elementsDeleted = (
  { accountId }: ZoomCompany,
  { id }: SimulatedUser,
  call: SimulatedCall,
  toldAt: number,
): ZoomEvent => {
  const own = call.parts.flatMap(({ userId, toldBy }) => (userId === id && toldBy !== null ? [toldBy.legId] : []));
  const object = {
    ...{ user_id: id, call_element_ids: own, move_to_trash: true, delete_all: false },
    execute_time: wireInstant(toldAt),
  };
  return { event: 'phone.call_element_deleted', accountId, payload: { object }, toldAt };
};

/** A customer uninstalled the app. */
export const appDeauthorized = (accountId: string, userId: string, clientId: string, toldAt: number): ZoomEvent => ({
  event: 'app_deauthorized',
  accountId,
  payload: {
    user_id: userId,
    client_id: clientId,
    deauthorization_time: new Date(toldAt).toISOString(),
    signature: 'a made-up signature',
  },
  toldAt,
});
