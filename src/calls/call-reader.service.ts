import { Injectable } from '@nestjs/common';
import { type CallDetail, type DetailFacet, type NamedCall, ProviderError } from '../contract/index.js';
import { EventLog, inSpan } from '../tracing/index.js';
import type { UnreadCall } from './announced-calls.js';
import { PageStore } from './page-store.service.js';
import { NOBODY_KNOWN, type Walk } from './walk.js';

/** Reads calls that a list announced, or an event named. What was read is stored as pages of a list are. */
@Injectable()
export class CallReader {
  private readonly log = new EventLog(CallReader.name);

  constructor(private readonly pages: PageStore) {}

  /**
   * @throws ProviderError as the vendor's answer says; LostPlace when another worker took over
   */
  async read(walk: Walk, details: DetailFacet, call: UnreadCall): Promise<void> {
    const { session, callers = new Set() } = walk;
    const reading = this.pages.inOrder(
      walk,
      once(() => this.detailOf(walk, details, call)),
    );
    for await (const { page, asked } of reading) {
      session.signal.throwIfAborted();
      const { items, rejected = [], revision } = page;
      for (const { userExternalId } of items) if (userExternalId !== null) callers.add(userExternalId);
      await inSpan('call', { records: items.length }, () =>
        this.pages.store({
          walk,
          page: { items, rejected },
          read: { call, ...(revision !== undefined && { revision }) },
          asked,
          counts: { pages: 1, records: items.length, rejected: rejected.length },
          window: null,
          whole: null,
          comparison: null,
        }),
      );
    }
  }

  /** A call that the vendor does not have any more has no records to tell, and is not asked for again. */
  private async detailOf(
    { place, provider, session, phoneUsers = NOBODY_KNOWN }: Walk,
    details: DetailFacet,
    call: UnreadCall,
  ): Promise<CallDetail> {
    try {
      return await details.readCall(session, namedCall(call), phoneUsers);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.failure.kind !== 'gone') throw error;
      const { displayName, key } = provider.descriptor;
      this.log.info('call-gone', `${displayName} no longer has a call that it named: ${error.message}`, {
        provider: key,
        connection: place.connection.id,
      });
      return { items: [] };
    }
  }
}

const namedCall = ({ externalId, startedAt, revision }: UnreadCall): NamedCall => ({
  externalId,
  ...(startedAt !== null && { startedAt }),
  ...(revision !== null && { revision }),
});

async function* once<T>(ask: () => Promise<T>): AsyncGenerator<T, void, undefined> {
  yield await ask();
}
