import { Module } from '@nestjs/common';
import { Queue } from './queue.service.js';

@Module({ providers: [Queue], exports: [Queue] })
export class QueueModule {}
