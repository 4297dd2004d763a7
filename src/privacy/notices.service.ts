import { Injectable } from '@nestjs/common';
import { audit, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { Caller, Explained } from '../contract/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { RulesBook, rulesFor } from '../scoring/index.js';
import { ConnectionEntity, NoticeAcknowledgementEntity } from '../storage/index.js';
import { dayOf } from '../support/days.js';
import { data } from './manifest.js';
import { type Notice, noticeOf, type Seen } from './notice.js';

/** What employees are told of what is stored and counted, and that they have read it. */
@Injectable()
export class Notices {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    private readonly rules: RulesBook,
    private readonly registry: PhoneSystemRegistry,
  ) {}

  /** The notice as it is now, for who is told so much of the counting. */
  async current(tenantId: string, seen: readonly Seen[], explained: Explained): Promise<Notice> {
    const terms = await this.terms.last(tenantId);
    const { versions } = await this.rules.current(tenantId);
    const connected = await this.database.of(tenantId).findOne(ConnectionEntity, { status: { $ne: 'disconnected' } });
    return noticeOf({
      stored: data.stored,
      notStored: data.notStored,
      seen,
      terms,
      rules: rulesFor(dayOf(new Date(), terms), versions),
      explained,
      phoneSystem:
        connected && (this.registry.find(connected.providerKey)?.descriptor.displayName ?? connected.providerKey),
    });
  }

  /** When somebody acknowledged a version; null where they have not. */
  async acknowledgedAt({ tenantId, employeeId }: Caller, version: string): Promise<Date | null> {
    const row = await this.database
      .of(tenantId)
      .findOne(NoticeAcknowledgementEntity, { tenantId, employeeId, version });
    return row?.acknowledgedAt ?? null;
  }

  /** Notes that somebody has read a version. A second time changes nothing. */
  async acknowledge(caller: Caller, version: string): Promise<void> {
    const { tenantId, employeeId } = caller;
    await this.database.transaction(tenantId, async (em) => {
      const rows = await em.execute<unknown[]>(
        `insert into phone_system.notice_acknowledgement (tenant_id, employee_id, version, acknowledged_at)
         values (?, ?, ?, ?) on conflict do nothing returning version`,
        [tenantId, employeeId, version, new Date()],
      );
      if (rows.length > 0)
        await audit(em, caller, { action: 'acknowledge', subject: employeeId, details: { version } });
    });
  }
}
