import { killHosts } from '../support/host-process.js';
import { tryPlans } from './stage/planning.js';

describe('a Dialpad and a network that misbehave, on the embedded database', () => {
  afterAll(killHosts);

  it('leave nothing behind once they behave again, whatever they do', async () => {
    await tryPlans('embedded');
  });
});
