import { Injectable, Logger } from '@nestjs/common';
import type { AlertSink, PhoneSystemAlert } from 'prodoscore-phone-systems';

/** Where alerts go at the reference host: into the log, one structured line each. A real host mails or pages somebody. */
@Injectable()
export class HostAlerts implements AlertSink {
  private readonly logger = new Logger(HostAlerts.name);

  deliver(alert: PhoneSystemAlert): Promise<void> {
    this.logger.warn({ alert }, `${alert.kind} ${alert.state}: ${alert.message}`);
    return Promise.resolve();
  }
}
