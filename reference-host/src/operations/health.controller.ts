import { Controller, Get, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { PhoneSystemHealth } from 'prodoscore-phone-systems';
import { OperatorsGuard } from './operators.guard.js';

/** Whether this copy runs, whether it can answer, and how each connection is. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly phoneSystems: PhoneSystemHealth) {}

  @Get('live')
  async live(@Res() response: Response): Promise<void> {
    const { live, problem } = await this.phoneSystems.liveness();
    response
      .status(live ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(live ? { status: 'live' } : { status: 'not live', problem });
  }

  @Get('ready')
  async ready(@Res() response: Response): Promise<void> {
    const { ready, ...parts } = await this.phoneSystems.readiness();
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ready' : 'not ready', ...parts });
  }

  /** By their opaque ids: whose they are is nothing for an administrator of one tenant. */
  @Get('connections')
  @UseGuards(OperatorsGuard)
  async connections(@Res() response: Response): Promise<void> {
    const connections = await this.phoneSystems.connections();
    const items = connections.map(({ tenantId: _whose, ...rest }) => rest);
    response.set('Cache-Control', 'no-store').json({ items });
  }
}
