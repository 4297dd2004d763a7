import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { collectDefaultMetrics, register } from 'prom-client';

const PROCESS_STARTED = 'process_start_time_seconds';

/** What an operator's Prometheus reads. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor() {
    if (register.getSingleMetric(PROCESS_STARTED) === undefined) collectDefaultMetrics();
  }

  @Get()
  async metrics(@Res() response: Response): Promise<void> {
    response
      .set('Cache-Control', 'no-store')
      .type(register.contentType)
      .send(await register.metrics());
  }
}
