import { People, TenantTermsBook } from '../../src/access/index.js';
import { RoundBook, RoundRest } from '../../src/calls/index.js';
import type { Employee, PhoneSystemProvider, TenantTerms } from '../../src/contract/index.js';
import { PhoneUsers } from '../../src/directory/index.js';
import { AccountWatch } from '../../src/jobs/account-watch.service.js';
import { FetchJob } from '../../src/jobs/fetch.job.js';
import { TermsWatch } from '../../src/jobs/terms-watch.service.js';
import { Mappings } from '../../src/mapping/index.js';
import { PersonEraser } from '../../src/privacy/index.js';
import { PhoneSystemRegistry } from '../../src/registry/index.js';
import type { ConnectingServices } from './connecting-services.js';
import { aRoundWorker } from './round-worker.js';
import type { Stage } from './stage.js';
import { boundsBook } from './stage.js';

/** What a fetch job finds at its host, each time that it looks. */
export interface HostOfFetches {
  /** What is installed under every key; null where nothing is. */
  installed(): PhoneSystemProvider | null;
  employees(): readonly Employee[];
  terms(): TenantTerms;
}

/** The job that works on connections, as one copy of the host has it. */
export function aFetchJob(
  { tenants, settings, erased }: Pick<Stage, 'tenants' | 'settings' | 'erased'>,
  desk: Pick<ConnectingServices, 'connections' | 'sessions' | 'webhooks' | 'metrics'>,
  host: HostOfFetches,
): FetchJob {
  const registry = Object.assign(Object.create(PhoneSystemRegistry.prototype) as PhoneSystemRegistry, {
    find: () => host.installed() ?? undefined,
  });
  const directory = {
    async *listEmployees() {
      yield await Promise.resolve(host.employees());
    },
  };
  const terms = new TenantTermsBook({ termsOf: () => Promise.resolve(host.terms()) }, tenants, boundsBook);
  const people = new People(directory, tenants, boundsBook);
  const rounds = new RoundBook(tenants, settings);
  const rests = new RoundRest(tenants);
  return new FetchJob(
    tenants,
    registry,
    desk.connections,
    desk.sessions,
    new TermsWatch(tenants, terms, settings),
    new AccountWatch(tenants, rests, settings),
    desk.webhooks,
    rounds,
    rests,
    new PhoneUsers(tenants, erased),
    people,
    new Mappings(tenants, people, terms),
    new PersonEraser(tenants, terms, people, erased),
    aRoundWorker({ tenants, erased }, rounds),
    settings,
  );
}
