import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { join } from 'node:path';
import { DialpadModule } from '../../providers/dialpad/index.js';
import { PHONE_SYSTEM_ORM } from '../../storage/index.js';
import type { PhoneSystemSettings } from '../../support/settings.js';
import { startDialpadSimulator, type DialpadSimulator } from '../../testing/simulator/index.js';

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
  static of({ dataDir, publicUrl }: PhoneSystemSettings): DynamicModule {
    const simulator: DynamicModule = {
      module: SimulatedDialpadModule,
      providers: [
        SimulatorStop,
        {
          provide: SIMULATOR,
          // It waits for the database: a second copy on one data directory is refused there, before it can write here.
          inject: [PHONE_SYSTEM_ORM],
          useFactory: () =>
            startDialpadSimulator({
              dataDir: join(dataDir, 'dialpad-simulator'),
              redirectUris: [`${publicUrl}/api/phone-systems/dialpad/callback`],
            }),
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
