import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PHONE_SYSTEM_ORM } from 'prodoscore-phone-systems';
import { SESSION_DAYS } from './session-cookie.js';

/** Who is signed in. What they may do is looked up at each request, so a change of role holds at once. */
export interface Session {
  readonly tenantId: string;
  readonly employeeId: string;
}

/** What {@link Sessions.begin} makes; anything else is asked of nobody. */
const ID = /^[\w-]{43}$/;

/**
 * Who is signed in at the reference host. It is kept in the database beside the package's schema, so that a restart signs
 * nobody out, and whoever signs out is signed out at every copy, with every copy of the cookie. Of an id its hash is kept.
 */
@Injectable()
export class Sessions implements OnModuleInit {
  constructor(@Inject(PHONE_SYSTEM_ORM) private readonly orm: { readonly em: SqlEntityManager }) {}

  async onModuleInit(): Promise<void> {
    await this.orm.em.fork().transactional(async (em) => {
      // Copies that start together would make it twice.
      await em.execute("select pg_advisory_xact_lock(hashtext('reference_host'))");
      const [found] = await em.execute<[{ table: string | null }]>(
        "select to_regclass('reference_host.session')::text as table",
      );
      if (found.table !== null) return;
      await em.execute('create schema if not exists reference_host');
      await em.execute(`create table reference_host.session (
        id_hash text primary key, tenant_id text not null, employee_id text not null, ends_at timestamptz not null)`);
    });
  }

  /** @returns the id of a new session, for its cookie */
  async begin({ tenantId, employeeId }: Session): Promise<string> {
    const id = randomBytes(32).toString('base64url');
    const em = this.orm.em.fork();
    await em.execute('delete from reference_host.session where ends_at < now()');
    await em.execute(
      `insert into reference_host.session (id_hash, tenant_id, employee_id, ends_at)
       values (?, ?, ?, now() + interval '${SESSION_DAYS} days')`,
      [hashOf(id), tenantId, employeeId],
    );
    return id;
  }

  async find(id: string | null): Promise<Session | null> {
    if (id === null || !ID.test(id)) return null;
    const [session = null] = await this.orm.em.fork().execute<Session[]>(
      `select tenant_id as "tenantId", employee_id as "employeeId" from reference_host.session
       where id_hash = ? and ends_at >= now()`,
      [hashOf(id)],
    );
    return session;
  }

  /** Harmless where there is none. */
  async end(id: string | null): Promise<void> {
    if (id === null || !ID.test(id)) return;
    await this.orm.em.fork().execute('delete from reference_host.session where id_hash = ?', [hashOf(id)]);
  }
}

const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url');
