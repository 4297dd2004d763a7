import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { join } from 'node:path';
import { DialpadModule } from 'prodoscore-phone-systems/dialpad';
import { PHONE_SYSTEM_ORM, type PhoneSystemSettings } from 'prodoscore-phone-systems';
import { acme, globex, startDialpadSimulator, type DialpadSimulator } from 'prodoscore-phone-systems/testing';
import type { SimulatedWorld } from './simulated-world.js';

const SIMULATOR = Symbol('SIMULATOR');

/** Ends the simulator with the host. */
@Injectable()
export class SimulatorStop implements OnApplicationShutdown {
  constructor(@Inject(SIMULATOR) private readonly simulator: DialpadSimulator) {}

  async onApplicationShutdown(): Promise<void> {
    await this.simulator.stop();
  }
}

/** Dialpad for whoever has no Dialpad: the simulator, started inside, with its grants and calls in the data directory. */
@Module({})
export class SimulatedDialpadModule {
  static of({ dataDir, publicUrl }: PhoneSystemSettings, world: SimulatedWorld): DynamicModule {
    const simulator: DynamicModule = {
      module: SimulatedDialpadModule,
      providers: [
        SimulatorStop,
        {
          provide: SIMULATOR,
          // It waits for the database: a second copy on one data directory is refused there, before it can write here.
          inject: [PHONE_SYSTEM_ORM],
          useFactory: async () => {
            const simulator = await startDialpadSimulator({
              dataDir: join(dataDir, 'dialpad-simulator'),
              redirectUris: [`${publicUrl}/api/phone-systems/dialpad/callback`],
              callPageSize: world.callPage,
              otherSubscriptions: world.otherSubscriptions,
            });
            forget(simulator, world);
            return simulator;
          },
        },
      ],
      exports: [SIMULATOR],
    };
    return DialpadModule.forRootAsync({
      imports: [simulator],
      inject: [SIMULATOR],
      useFactory: ({ clientId, clientSecret, baseUrl }: DialpadSimulator) => ({ clientId, clientSecret, baseUrl }),
    });
  }
}

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
