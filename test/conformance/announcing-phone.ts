import {
  type CallDetail,
  type CallPage,
  type CallStub,
  type DetailFacet,
  type KnownPhoneUsers,
  type NamedCall,
  type ProviderEvent,
  type ProviderSession,
  type TimeWindow,
  type WebhookDelivery,
  type WebhookReceipt,
  walk,
} from '../../src/contract/index.js';
import type { VendorReply, VendorRequest, World, WorldCall } from '../../src/testing/index.js';
import { ExamplePhone, readPage, type Wire } from './example-phone.js';
import { ExampleVendor, page, toWireCall } from './example-vendor.js';

/**
 * A right phone system whose vendor lists conversations, tells their records one by one, and names people in them by their
 * extension.
 */
export class AnnouncingPhone extends ExamplePhone {
  readonly details: DetailFacet = {
    readCall: (session, call, phoneUsers) => this.readConversation(session, call, phoneUsers),
  };

  override listCalls(
    session: ProviderSession,
    window: TimeWindow,
    _phoneUsers?: KnownPhoneUsers,
  ): AsyncIterable<CallPage> {
    return walk((token) => this.stubPage(session, window, token));
  }

  protected async stubPage(session: ProviderSession, window: TimeWindow, token?: string): Promise<CallPage> {
    const query = { ...this.bounds(window), token };
    const wire = await session.send({ path: '/conversations', query, budget: this.callBudget(), read: readPage });
    const { items, ...stubs } = this.toPage(wire, (each) => this.readStub(each));
    return { ...stubs, items: [], announced: items };
  }

  protected readStub(wire: Wire): CallStub {
    return {
      externalId: String(wire['id']),
      startedAt: new Date(wire['started'] as number),
      revision: wire['changed'] as number,
    };
  }

  protected async readConversation(
    session: ProviderSession,
    call: NamedCall,
    phoneUsers: KnownPhoneUsers,
  ): Promise<CallDetail> {
    const path = `/conversations/${encodeURIComponent(call.externalId)}`;
    const wire = await session.send({ path, budget: this.callBudget(), read: readPage });
    const idOf = new Map(
      (await phoneUsers()).flatMap(({ externalId, numbers }) =>
        numbers.flatMap(({ extension }) => (extension === undefined ? [] : [[extension, externalId] as const])),
      ),
    );
    return this.toPage(wire, (each) => {
      const owner = each['owner'] as Wire;
      const extension = owner['extension'] as string | undefined;
      const id = extension === undefined ? owner['id'] : idOf.get(extension);
      return this.readCall({ ...each, owner: { ...owner, id } });
    });
  }

  protected override async open(
    delivery: WebhookDelivery,
    secret: string,
    receipt: WebhookReceipt,
  ): Promise<readonly ProviderEvent[]> {
    const events = await super.open(delivery, secret, receipt);
    return events.flatMap((event) =>
      event.kind === 'callFinished' ? [{ kind: 'callChanged', externalId: event.call.relatedIds[0] ?? '' }] : [event],
    );
  }
}

/** Its vendor. A conversation is listed, and its parts are told, under its beginning. */
export class AnnouncingVendor extends ExampleVendor {
  override answer(request: VendorRequest, world: World): VendorReply {
    const [, resource, id] = request.path.split('/');
    if (resource !== 'conversations') return super.answer(request, world);
    if (world.grant === 'member') return { status: 403, body: {} };
    if (id === undefined) {
      const listed = world.calls.filter(
        (call) => startOf(call) >= Number(request.query['from']) && startOf(call) < Number(request.query['to']),
      );
      return { ...page(world, request, listed.map(toStub).reverse()), limit: ['calls', 'day'] };
    }
    const call = world.calls.find((each) => `c${each.id}` === decodeURIComponent(id));
    if (call === undefined) return { status: 404, body: {}, limit: ['calls', 'day'] };
    return { body: { items: call.legs.map((leg) => toPart(world, call, leg)), next: null }, limit: ['calls', 'day'] };
  }
}

const startOf = ({ legs }: WorldCall): number => Math.min(...legs.map(({ startedAt }) => startedAt.getTime()));

const toStub = (call: WorldCall): object => ({
  id: `c${call.id}`,
  started: startOf(call),
  changed: call.changedAt.getTime(),
});

function toPart(world: World, call: WorldCall, leg: WorldCall['legs'][number]): object {
  const owner = world.people.find(({ id }) => leg.owner.kind === 'person' && id === leg.owner.id);
  return {
    ...toWireCall(world, call, leg, call.changedAt.getTime()),
    started: leg.unreadable ? null : startOf(call),
    ...(owner?.extension && { owner: { kind: 'person', extension: owner.extension } }),
  };
}
