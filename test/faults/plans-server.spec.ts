import { killHosts } from '../support/host-process.js';
import { tryPlans } from './stage/planning.js';

describe('a Dialpad and a network that misbehave, on a PostgreSQL server', () => {
  afterAll(killHosts);

  it('leave nothing behind once they behave again, whatever they do', async () => {
    await tryPlans('server');
  });
});
