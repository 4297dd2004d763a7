import { HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiNoContentResponse, ApiOperation, ApiParam } from './describing.js';
import { Allow } from '../access/index.js';
import { WebhookInbox } from '../calls/index.js';
import type { WebhookDelivery } from '../contract/index.js';
import { DeliverJob } from '../jobs/deliver.job.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { Problem } from '../support/problem.js';
import { inSpan } from '../tracing/index.js';
import { ApiSystemKey } from './api-path.decorators.js';
import { ApiDoor, ApiProblem } from './api-problem.decorator.js';
import { type DeliveryRequest, headersOf, nodeRequest, type PlatformRequest, readDelivery } from './delivery-body.js';
import { Door } from './doors.js';
import { EntranceCheck } from './entrance-check.service.js';
import { InstalledKey } from './installed-key.pipe.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';

const LARGEST = 1_048_576;

const BYTES_GONE =
  'The bytes that are signed are gone: something of the host has read them before. Let this address pass it.';

/** Where vendors tell about calls as they happen. */
@PhoneSystemController('phone-systems/:key/hooks')
@ApiSystemKey()
export class HooksController {
  constructor(
    private readonly inbox: WebhookInbox,
    private readonly deliver: DeliverJob,
    private readonly metrics: PhoneSystemMetrics,
    private readonly entrance: EntranceCheck,
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
  @ApiConsumes('application/jwt', 'text/plain')
  @ApiBody({
    schema: { type: 'string', example: 'eyJhbGciOiJIUzI1NiJ9.eyJjYWxsX2lkIjoiMSJ9.signature' },
    description: 'At most 1 MiB',
  })
  @ApiNoContentResponse({ description: 'Stored' })
  @ApiProblem(401, {
    unsigned: 'This delivery is not signed for a connection that is known here.',
    delivery_refused: BYTES_GONE,
  })
  @ApiProblem(403, { foreign_origin: 'This was asked for by a page of another site: open it on this one.' })
  @ApiProblem(404, { unknown_provider: 'No phone system of this name is installed here.' })
  @ApiProblem(413, { too_large: 'What was sent is larger than 1 MiB.' })
  async receive(
    @Param('key', InstalledKey) key: string,
    @Param('connectionId') connectionId: string,
    @Req() request: PlatformRequest,
  ): Promise<void> {
    if (this.entrance.isOwn(nodeRequest(request).headers)) return await this.answerCheck(nodeRequest(request));
    try {
      await inSpan('delivery', { provider: key }, async (note) => {
        const outcome = await this.inbox.receive(key, connectionId, await read(nodeRequest(request)));
        note({ connection: connectionId, outcome });
        this.metrics.delivered(key, outcome);
        if (outcome === 'stored') await this.deliver.request(connectionId);
      });
    } catch (error) {
      if (error instanceof Problem) this.metrics.delivered(key, error.status === 413 ? 'too-large' : 'refused');
      throw error;
    }
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
  return { headers: headersOf(request), body };
}

const bytesGone = (): Problem => new Problem(401, 'delivery_refused', BYTES_GONE);
