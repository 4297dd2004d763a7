import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { People, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { PhoneNumber } from '../contract/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { type WholeObjectionView, wholeObjections } from '../scoring/index.js';
import {
  type ConnectionEntity,
  type EmployeeEntity,
  MappingEntity,
  NoticeAcknowledgementEntity,
  ObjectionEntity,
  PhoneUserEntity,
} from '../storage/index.js';
import type { Day } from '../support/days.js';
import { problem } from '../support/problems.js';
import { type Line, linesOf } from './lines.js';
import { type StoredAmount, storedAmounts } from './stored-amounts.js';

/** A line of an employee's, at a phone system. */
export interface OwnLine {
  /** The name of the phone system. */
  readonly phoneSystem: string;
  /** Whether calls of it are still fetched. */
  readonly connected: boolean;
  readonly phoneUserId: string;
  /** Null where the directory has them no longer, or somebody else has the line by now. */
  readonly displayName: string | null;
  readonly numbers: readonly PhoneNumber[];
  readonly source: MappingEntity['source'];
  readonly matchedOn: MappingEntity['matchedOn'];
  /** Null is since ever. */
  readonly from: Day | null;
  /** The first day that is not meant; null is on. */
  readonly until: Day | null;
}

/** What is stored of an employee, without all of it. */
export interface DataSummary {
  readonly employee: EmployeeEntity;
  readonly lines: readonly OwnLine[];
  readonly stored: readonly StoredAmount[];
  /** Newest first. */
  readonly objections: readonly WholeObjectionView[];
  /** Newest first. */
  readonly acknowledgements: readonly NoticeAcknowledgementEntity[];
  /** Who answers questions; null where the host does not say. */
  readonly contact: string | null;
}

/** How much is stored of people, of when, and until when. */
@Injectable()
export class DataSummaries {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    private readonly people: People,
    private readonly registry: PhoneSystemRegistry,
  ) {}

  /** @throws Problem 404 `unknown_employee` */
  async of(tenantId: string, employeeId: string): Promise<DataSummary> {
    const terms = await this.terms.last(tenantId);
    const employee = await this.people.find(tenantId, employeeId);
    if (employee === null) throw problem('unknown_employee');
    const em = this.database.of(tenantId);
    const lines = await linesOf(em, tenantId, employeeId, terms);
    const newest = { orderBy: { objectedAt: 'desc', id: 'asc' } } as const;
    return {
      employee,
      lines: await this.ownLines(em, tenantId, employeeId, lines),
      stored: await storedAmounts(em, terms, employee, lines),
      objections: await wholeObjections(em, tenantId, await em.find(ObjectionEntity, { tenantId, employeeId }, newest)),
      acknowledgements: await em.find(
        NoticeAcknowledgementEntity,
        { tenantId, employeeId },
        { orderBy: { acknowledgedAt: 'desc', version: 'asc' } },
      ),
      contact: terms.contact ?? null,
    };
  }

  private async ownLines(
    em: SqlEntityManager,
    tenantId: string,
    employeeId: string,
    lines: readonly Line[],
  ): Promise<OwnLine[]> {
    const mappings = await em.find(
      MappingEntity,
      { tenantId, employeeId, phoneUserId: { $ne: null } },
      { orderBy: { fromDay: 'asc nulls first', id: 'asc' } },
    );
    const connections = new Map(lines.map(({ connection }) => [connection.id, connection]));
    const users = await em.find(PhoneUserEntity, {
      connectionId: { $in: [...connections.keys()] },
      externalId: { $in: mappings.map(({ phoneUserId }) => phoneUserId ?? '') },
    });
    return mappings.flatMap((mapping) => {
      const connection = connections.get(mapping.connectionId);
      if (connection === undefined) return [];
      const user =
        mapping.untilDay === null
          ? users.find(
              ({ connectionId, externalId }) =>
                connectionId === mapping.connectionId && externalId === mapping.phoneUserId,
            )
          : undefined;
      return [
        {
          phoneSystem: this.nameOf(connection),
          connected: connection.status !== 'disconnected',
          phoneUserId: mapping.phoneUserId ?? '',
          displayName: user?.displayName ?? null,
          numbers: user?.numbers ?? [],
          source: mapping.source,
          matchedOn: mapping.matchedOn,
          from: mapping.fromDay,
          until: mapping.untilDay,
        },
      ];
    });
  }

  private nameOf({ providerKey }: ConnectionEntity): string {
    return this.registry.find(providerKey)?.descriptor.displayName ?? providerKey;
  }
}
