import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Queue } from '../../queue/index.js';
import { PHONE_SYSTEM_ORM, type PhoneSystemOrm } from '../../storage/index.js';

const PATIENCE_MS = 2_000;

/** Whether this copy runs, and whether it can answer. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(PHONE_SYSTEM_ORM) private readonly orm: PhoneSystemOrm,
    private readonly queue: Queue,
  ) {}

  @Get('live')
  live(@Res() response: Response): void {
    response.set('Cache-Control', 'no-store').json({ status: 'live' });
  }

  @Get('ready')
  async ready(@Res() response: Response): Promise<void> {
    const database = await answersInTime(
      this.orm.em
        .fork()
        .getConnection()
        .execute('select 1')
        .then(() => true),
    );
    const queue = database && (await answersInTime(this.queue.isReady()));
    response
      .status(database && queue ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({
        status: database && queue ? 'ready' : 'not ready',
        database: database ? 'answers' : 'does not answer',
        queue: queue ? 'runs' : 'does not run',
      });
  }
}

async function answersInTime(answer: Promise<boolean>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE_MS)));
  try {
    return await Promise.race([answer.catch(() => false), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
