import { Module } from '@nestjs/common';
import { PhoneSystemMetrics } from './phone-system-metrics.js';

@Module({ providers: [PhoneSystemMetrics], exports: [PhoneSystemMetrics] })
export class MetricsModule {}
