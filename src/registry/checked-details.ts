import type { CallDetail, CallPage, CallRecord, CallStub, DetailFacet, NamedCall } from '../contract/index.js';
import { checkedCall, checkedRevision } from './checked-call.js';
import { checkedId, checkedInstant, checkedObject, type Clocks, refuse } from './checked-fields.js';
import { checkedPage, sortedOut } from './checked-page.js';

/**
 * A page of a list of calls as it may be stored. What is announced in a way that nobody can use is among the rejected.
 *
 * @param details by which announced calls are read
 * @throws NotValid where it is no page at all, or announces what nobody can read
 */
export function checkedCallPage(page: unknown, clocks: Clocks, details: DetailFacet | undefined): CallPage {
  const checked = checkedPage(page, (item) => checkedCall(item, clocks));
  const { announced } = checkedObject(page, 'The page');
  if (announced === undefined) return checked;
  if (!Array.isArray(announced)) refuse('announced is no list.');
  if (details === undefined) refuse('announced is there, and no details to read it by.');
  const { kept, refused } = sortedOut(announced, (stub) => checkedStub(stub, clocks));
  const rejected = [...(checked.rejected ?? []), ...refused];
  return { ...checked, ...(rejected.length > 0 && { rejected }), announced: kept };
}

function checkedStub(value: unknown, clocks: Clocks): CallStub {
  const stub = checkedObject(value, 'The announced call');
  return {
    externalId: checkedId(stub['externalId'], 'externalId'),
    startedAt: checkedInstant(stub['startedAt'], 'startedAt', clocks),
    revision: checkedRevision(stub['revision']),
  };
}

/**
 * What was read of one call, as it may be stored: each of its records names the conversation by the id by which it was
 * read.
 *
 * @throws NotValid where it is no reading of a call
 */
export function checkedDetail(answer: unknown, { externalId }: NamedCall, clocks: Clocks): CallDetail {
  const { revision } = checkedObject(answer, 'The call');
  const { items, rejected, next } = checkedPage(answer, (item) => naming(externalId, checkedCall(item, clocks)));
  if (next !== undefined) refuse('A call that was read has a next page.');
  return {
    items,
    ...(rejected && { rejected }),
    ...(revision !== undefined && { revision: checkedRevision(revision) }),
  };
}

const naming = (conversation: string, record: CallRecord): CallRecord =>
  record.externalId === conversation || record.relatedIds.includes(conversation)
    ? record
    : { ...record, relatedIds: [...record.relatedIds, conversation] };
