import { Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import { Rounds } from '../calls/index.js';
import { Connections } from '../connection/index.js';
import type { Caller, PhoneSystemProvider } from '../contract/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { Bounding } from '../privacy/index.js';
import { ScorePublisher } from '../scoring/index.js';
import { type ConnectionAnswer, connectionAnswer } from './answers/connection.answer.js';
import { type PhoneSystemAnswer, phoneSystemAnswer, PhoneSystemsAnswer } from './answers/phone-systems.answer.js';
import { ApiSignedIn } from './api-problem.decorator.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';

/** The drop-down. */
@PhoneSystemController('phone-systems')
export class PhoneSystemsController {
  constructor(
    private readonly registry: PhoneSystemRegistry,
    private readonly connections: Connections,
    private readonly rounds: Rounds,
    private readonly scores: ScorePublisher,
    private readonly bounding: Bounding,
  ) {}

  @Get()
  @Allow('admin')
  @ApiOperation({
    summary: 'The installed phone systems, and which one is connected',
    description:
      'Of each: what it can do, which permissions it asks for and why, its limitations, and the connection of the tenant. `selected` is the key of the connected one, or null. At most one is connected at a time.',
  })
  @ApiOkResponse({ type: PhoneSystemsAnswer, description: 'The drop-down' })
  @ApiSignedIn()
  async list(@CurrentCaller() { tenantId }: Caller): Promise<PhoneSystemsAnswer> {
    const items: PhoneSystemAnswer[] = [];
    for (const provider of this.registry.all()) {
      const connection = await this.connectionTo(provider, tenantId);
      const icon = this.registry.iconOf(provider);
      items.push(phoneSystemAnswer(provider, icon, this.registry.capabilitiesOf(provider), connection));
    }
    return { items, selected: await this.connections.selected(tenantId) };
  }

  private async connectionTo({ descriptor }: PhoneSystemProvider, tenantId: string): Promise<ConnectionAnswer | null> {
    const connection = await this.connections.find(tenantId, descriptor.key);
    if (connection === null) return null;
    return connectionAnswer(
      connection,
      await this.rounds.progress(connection),
      this.rounds.nextFetchAt(connection),
      await this.scores.refused(connection.tenantId),
      await this.rounds.forgetsAfter(connection),
      await this.bounding.standing(connection.tenantId),
    );
  }
}
