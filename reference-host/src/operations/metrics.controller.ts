import { Controller, Get, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { collectDefaultMetrics, register } from 'prom-client';
import { PhoneSystemMetrics } from 'prodoscore-phone-systems';
import { OperatorsGuard } from './operators.guard.js';

const PROCESS_STARTED = 'process_start_time_seconds';

/** What an operator's Prometheus reads: this process, and the phone systems. */
@ApiExcludeController()
@Controller('metrics')
@UseGuards(OperatorsGuard)
export class MetricsController {
  constructor(private readonly phoneSystems: PhoneSystemMetrics) {
    if (register.getSingleMetric(PROCESS_STARTED) === undefined) collectDefaultMetrics();
  }

  @Get()
  async metrics(@Res() response: Response): Promise<void> {
    response
      .set('Cache-Control', 'no-store')
      .type(register.contentType)
      .send((await register.metrics()) + (await this.phoneSystems.text()));
  }
}
