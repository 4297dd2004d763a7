import type { ProviderDescriptor } from '../../../src/contract/index.js';

// Run by node itself, as a copy of the host is: only its requests are of interest.
const built = (path: string): Promise<unknown> => import(new URL(`../../../dist/${path}`, import.meta.url).href);
const { openOrm } = (await built('storage/index.js')) as typeof import('../../../src/storage/index.js');
const { TenantDatabase } = (await built(
  'access/tenant-database.js',
)) as typeof import('../../../src/access/tenant-database.js');
const { RequestBudget } = (await built(
  'connection/limits/request-budget.service.js',
)) as typeof import('../../../src/connection/limits/request-budget.service.js');
const { NotSent, whenSent } = (await built(
  'connection/limits/when-sent.js',
)) as typeof import('../../../src/connection/limits/when-sent.js');

const LANES = 8;
const BUDGETS: ProviderDescriptor['budgets'] = {
  everything: { requests: 20, perMs: 1_000 },
  calls: { requests: 1_200, perMs: 60_000 },
};
const [databaseUrl = '', vendor = ''] = process.argv.slice(2);
const never = new AbortController().signal;
const tenants = new TenantDatabase(await openOrm({ kind: 'server', url: databaseUrl }));
const requests = new RequestBudget(tenants).of('dialpad:1', { budgets: BUDGETS } as ProviderDescriptor);

async function send(): Promise<void> {
  const readToken = (): Promise<unknown> => tenants.acrossTenants().execute('select 1');
  const { sent, answered } = await requests.leave(['calls'], never, readToken);
  await whenSent(sent, never, async (signal) => (await fetch(`${vendor}/api/v2/call`, { signal })).text())
    .catch((error: unknown) => {
      if (!(error instanceof NotSent)) throw error;
    })
    .finally(answered);
}

for (let lane = 0; lane < LANES; lane++) {
  void (async (): Promise<void> => {
    for (;;) await send();
  })();
}
process.on('disconnect', () => process.exit(0));
process.send?.('sending');
