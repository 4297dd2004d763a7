import type { SimulatedCall } from './model.js';

/** What a list is narrowed to; a parameter that is left out narrows nothing, `recording_status` neither. Words, groups, sites and departments are not looked at. */
export const filterOf = (query: URLSearchParams): ((call: SimulatedCall) => boolean) => {
  const among = (name: string, values: (call: SimulatedCall) => readonly (string | undefined)[]) => {
    const wanted = query.getAll(name).flatMap((value) => value.split(','));
    return (call: SimulatedCall): boolean =>
      wanted.length === 0 || values(call).some((value) => value !== undefined && wanted.includes(value));
  };
  const tests = [
    among('directions', ({ direction }) => [direction]),
    among('connect_types', ({ connectType }) => [connectType]),
    among('call_types', () => ['general']),
    among('call_results', ({ result }) => [result]),
    among('call_ids', ({ callId }) => [callId]),
    among('number_types', ({ caller, callee }) => [caller.numberType, callee.numberType]),
    among('extension_types', ({ caller, callee }) => [caller.extType, callee.extType]),
    among('recording_status', ({ recorded }) => [recorded ? 'recorded' : 'non_recorded']),
    among('with_voicemail', ({ legs }) => [String(legs.some(({ voicemailId }) => voicemailId !== undefined))]),
  ];
  return (call) => tests.every((test) => test(call));
};
