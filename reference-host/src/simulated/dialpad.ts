import type { DynamicModule } from '@nestjs/common';
import type { PhoneSystemSettings } from 'prodoscore-phone-systems';
import { DialpadModule } from 'prodoscore-phone-systems/dialpad';
import { acme, globex, startDialpadSimulator, type DialpadSimulator } from 'prodoscore-phone-systems/testing';
import { simulated } from './simulated-vendor.js';
import type { SimulatedWorld } from './simulated-world.js';

/** Dialpad for whoever has no Dialpad. */
export const simulatedDialpad = (settings: PhoneSystemSettings, world: SimulatedWorld): DynamicModule =>
  simulated(
    'dialpad',
    settings,
    async (home) => {
      const simulator = await startDialpadSimulator({
        ...home,
        callPageSize: world.callPage,
        otherSubscriptions: world.otherSubscriptions,
      });
      forget(simulator, world);
      return simulator;
    },
    (options) => DialpadModule.forRootAsync(options),
  );

/** Whom and what it had forgotten at an earlier start and is to know now, it knows again. */
function forget(simulator: DialpadSimulator, { deletedUsers, policyDays, accessDays }: SimulatedWorld): void {
  for (const { domain, users } of [acme, globex]) {
    const mayGo = users.filter(({ state, isAdmin }) => state === 'active' && !isAdmin);
    const gone = mayGo.slice(0, deletedUsers).map(({ id }) => id);
    const present = simulator.company(domain).users;
    for (const { id } of mayGo) {
      const state = gone.includes(id) ? 'deleted' : 'active';
      if (present.find((user) => user.id === id)?.state !== state) simulator.changeUser(domain, id, { state });
    }
    simulator.forget(domain, { userIds: gone, afterDays: policyDays, accessDays });
  }
}
