import { HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiNoContentResponse, ApiOperation } from '@nestjs/swagger';
import { Allow } from '../access/index.js';
import { WebhookInbox } from '../calls/index.js';
import { Problem } from '../support/problem.js';
import { type DeliveryRequest, headersOf, readDelivery } from './delivery-body.js';
import { InstalledKey } from './installed-key.pipe.js';
import { ApiProblem, PhoneSystemController } from './phone-system-controller.decorator.js';

const LARGEST = 1_048_576;

/** Where vendors tell about calls as they happen. */
@PhoneSystemController('phone-systems/:key/hooks')
export class HooksController {
  constructor(private readonly inbox: WebhookInbox) {}

  @Post(':connectionId')
  @HttpCode(204)
  @Allow('vendor')
  @ApiOperation({ summary: 'Takes a signed delivery of the phone system' })
  @ApiConsumes('application/jwt', 'text/plain')
  @ApiBody({ schema: { type: 'string' }, description: 'At most 1 MiB' })
  @ApiNoContentResponse({ description: 'Stored' })
  @ApiProblem(401, 'Not signed for this connection (`delivery_refused`)')
  @ApiProblem(404, 'No such phone system (`unknown_provider`)')
  @ApiProblem(413, 'Over 1 MiB (`too_large`)')
  async receive(
    @Param('key', InstalledKey) key: string,
    @Param('connectionId') connectionId: string,
    @Req() request: DeliveryRequest,
  ): Promise<void> {
    const body = await readDelivery(request, LARGEST);
    if (body === null) {
      throw new Problem(
        401,
        'delivery_refused',
        'The bytes that are signed are gone: the host has parsed them. Start its application with rawBody: true.',
      );
    }
    await this.inbox.receive(key, connectionId, { headers: headersOf(request), body });
  }
}
