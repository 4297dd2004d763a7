import { HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
} from './describing.js';
import { Allow } from '../access/index.js';
import { type Received, WebhookInbox } from '../calls/index.js';
import type { WebhookDelivery, WebhookReply } from '../contract/index.js';
import { DeliverJob } from '../jobs/deliver.job.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { inSpan } from '../tracing/index.js';
import { ApiSystemKey } from './api-path.decorators.js';
import { ApiDoor, ApiProblems } from './api-problem.decorator.js';
import {
  type DeliveryRequest,
  headersOf,
  nodeRequest,
  type PlatformRequest,
  queryOf,
  readDelivery,
} from './delivery-body.js';
import { Door } from './doors.js';
import { EntranceCheck } from './entrance-check.service.js';
import { InstalledKey } from './installed-key.pipe.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';

const LARGEST = 1_048_576;

/**
 * Where vendors tell about calls as they happen. Answers are written here and not by Nest: what a host wraps around its own
 * would not be what the vendor asked for.
 */
@PhoneSystemController('phone-systems/:key/hooks')
@ApiSystemKey()
@ApiConsumes('application/jwt', 'application/json', 'text/plain')
@ApiBody({
  schema: { type: 'string', example: 'eyJhbGciOiJIUzI1NiJ9.eyJjYWxsX2lkIjoiMSJ9.signature' },
  description: 'At most 1 MiB',
})
@ApiOkResponse({ description: 'Taken, or answered, in the way that the phone system asks for' })
@ApiAcceptedResponse({ description: 'Likewise' })
@ApiNoContentResponse({ description: 'Stored' })
@ApiProblems('foreign_origin', 'unknown_provider', ['too_large', '1 MiB'])
export class HooksController {
  constructor(
    private readonly inbox: WebhookInbox,
    private readonly deliver: DeliverJob,
    private readonly metrics: PhoneSystemMetrics,
    private readonly entrance: EntranceCheck,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  @Post(':connectionId')
  @HttpCode(204)
  @Allow('vendor')
  @Door('delivery')
  @ApiDoor()
  @ApiOperation({
    summary: 'Takes a signed delivery of the phone system',
    description:
      'For the vendor. The signature is checked, the delivery is stored and then answered; it is applied within a second. A delivery for a connection that is not connected is answered 204 and not stored.',
    security: [],
  })
  @ApiParam({
    name: 'connectionId',
    description: 'The connection that is told.',
    schema: { type: 'string', format: 'uuid' },
  })
  @ApiProblems('unsigned', 'delivery_refused')
  async receive(
    @Param('key', InstalledKey) key: string,
    @Param('connectionId') connectionId: string,
    @Req() request: PlatformRequest,
    @Res() response: object,
  ): Promise<void> {
    if (this.entrance.isOwn(nodeRequest(request).headers)) {
      await this.answerCheck(nodeRequest(request));
      return this.send(response, { status: 204 });
    }
    await this.take(key, request, response, (delivery) => this.inbox.receive(key, connectionId, delivery));
  }

  @Post()
  @HttpCode(204)
  @Allow('vendor')
  @Door('delivery')
  @ApiDoor()
  @ApiOperation({
    summary: 'Takes a signed delivery of a phone system that has one address for all accounts',
    description:
      'The operator enters this address at the vendor, and its secret here (`…_WEBHOOK_SECRET`). What is about an account that nobody has connected is answered like anything else.',
    security: [],
  })
  @ApiProblems('unsigned', 'delivery_refused')
  async receiveForAll(
    @Param('key', InstalledKey) key: string,
    @Req() request: PlatformRequest,
    @Res() response: object,
  ): Promise<void> {
    await this.take(key, request, response, (delivery) => this.inbox.receiveForAll(key, delivery));
  }

  private async take(
    key: string,
    request: PlatformRequest,
    response: object,
    receive: (delivery: WebhookDelivery) => Promise<Received>,
  ): Promise<void> {
    try {
      await inSpan('delivery', { provider: key }, async (note) => {
        const { outcome, reply, connectionId } = await receive(await read(nodeRequest(request)));
        note({ ...(connectionId !== undefined && { connection: connectionId }), outcome });
        this.metrics.delivered(key, outcome);
        if (outcome === 'stored' && connectionId !== undefined) await this.deliver.request(connectionId);
        this.send(response, reply);
      });
    } catch (error) {
      if (error instanceof Problem) this.metrics.delivered(key, error.status === 413 ? 'too-large' : 'refused');
      throw error;
    }
  }

  /** A text is no page, whatever stands in it. */
  private send(response: object, { status, headers = {}, body }: WebhookReply): void {
    const { httpAdapter } = this.adapterHost;
    const type =
      body === undefined ? {} : { 'Content-Type': typeof body === 'string' ? 'text/plain' : 'application/json' };
    for (const [name, value] of Object.entries({ ...headers, ...type, 'X-Content-Type-Options': 'nosniff' })) {
      httpAdapter.setHeader(response, name, value);
    }
    httpAdapter.reply(response, body, status);
  }

  private async answerCheck(request: DeliveryRequest): Promise<void> {
    const { body } = await read(request);
    if (!this.entrance.isWhole(body)) throw bytesGone();
  }
}

/** @throws Problem 413 beyond the limit, 401 where the signed bytes are gone */
async function read(request: DeliveryRequest): Promise<WebhookDelivery> {
  const body = await readDelivery(request, LARGEST);
  if (body === null) throw bytesGone();
  return { headers: headersOf(request), query: queryOf(request), body };
}

const bytesGone = (): Problem => problem('delivery_refused');
