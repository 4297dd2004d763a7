import { killHosts } from '../support/host-process.js';
import { killDuringHistory } from './stage/killing.js';

describe('kill -9 during the first fetch, on a PostgreSQL server', () => {
  afterAll(killHosts);

  it('ends like a run that nobody disturbed, and claims nothing untrue on the way', async () => {
    await killDuringHistory('server');
  });
});
