import {
  type CallDetail,
  type CallPage,
  type CallRecord,
  type CallStub,
  type DetailFacet,
  type NamedCall,
  pageToken,
  ProviderError,
  type ProviderFailure,
  type ProviderSession,
  type TimeWindow,
  walk,
} from '../../src/contract/index.js';
import { FakePhoneSystem } from '../../src/testing/fakes/index.js';

const PAGE = 2;

/** A conversation as its vendor has it. */
export interface Conversation extends CallStub, Pick<CallDetail, 'items' | 'rejected'> {}

/** Announces conversations two to a page, and tells their records one by one, as a test says. */
export class AnnouncingPhone extends FakePhoneSystem {
  conversations: Conversation[] = [];
  /** Which calls were read, in order. */
  readonly read: string[] = [];
  /** How often it was asked for a list. */
  lists = 0;
  /** Why a call is not told. */
  fails: (call: NamedCall) => ProviderFailure | null = () => null;
  listFails: () => ProviderFailure | null = () => null;
  /** Happens while a call is read. */
  meanwhile: (call: NamedCall) => Promise<void> | void = () => undefined;
  /** What else a page has. */
  beside: (page: CallPage) => CallPage = (page) => page;

  readonly details: DetailFacet = { readCall: (_session, call) => this.readCall(call) };

  override listCalls(_session: ProviderSession, { from, to }: TimeWindow): AsyncIterable<CallPage> {
    const listed = this.conversations.filter(({ startedAt }) => startedAt >= from && startedAt < to);
    return walk((token): Promise<CallPage> => {
      this.lists += 1;
      const failure = this.listFails();
      if (failure !== null) return Promise.reject(new ProviderError(failure, 'It is not listed.'));
      const at = Number(token ?? 0);
      const announced = listed
        .slice(at, at + PAGE)
        .map(({ externalId, startedAt, revision }) => ({ externalId, startedAt, revision }));
      const isLast = at + PAGE >= listed.length;
      const page = { items: [], announced, ...(!isLast && { next: pageToken(String(at + PAGE)) }) };
      return Promise.resolve(this.beside(page));
    });
  }

  private async readCall(call: NamedCall): Promise<CallDetail> {
    this.read.push(call.externalId);
    const told = this.conversations.find(({ externalId }) => externalId === call.externalId);
    await this.meanwhile(call);
    const failure = told === undefined ? ({ kind: 'gone' } as const) : this.fails(call);
    if (failure !== null) throw new ProviderError(failure, 'It is not told.');
    return { items: told?.items ?? [], ...(told?.rejected && { rejected: told.rejected }) };
  }
}

/** A conversation of some records, which began with the first of them. */
export const conversation = (
  externalId: string,
  items: readonly CallRecord[],
  more: Partial<Conversation> = {},
): Conversation => ({ externalId, startedAt: items[0]?.startedAt ?? new Date(), revision: 1, items, ...more });
