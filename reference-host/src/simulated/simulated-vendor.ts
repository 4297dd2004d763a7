import type { DynamicModule, ModuleMetadata, OnApplicationShutdown } from '@nestjs/common';
import { join } from 'node:path';
import { PHONE_SYSTEM_ORM, type PhoneSystemSettings } from 'prodoscore-phone-systems';

/** A vendor for whoever has no account there: started inside, with its grants and calls in the data directory. */
export interface SimulatedVendor {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly baseUrl: string;
  /** Where it signs people in and gives tokens, where that is elsewhere. */
  readonly authorizeUrl?: string;
  readonly tokenUrl?: string;
  /** What it signs with, where it tells of all accounts at one address. */
  readonly webhookSecret?: string;
  stop(): Promise<void>;
}

/** What a simulated vendor is started with. */
export interface VendorHome {
  readonly dataDir: string;
  /** Where it may send a browser back to. */
  readonly redirectUris: readonly string[];
  /** Where it delivers, where it has one address for all accounts. */
  readonly hooksUrl: string;
}

/** As `forRootAsync` of a phone system's module takes it. */
interface Installing {
  readonly imports: ModuleMetadata['imports'];
  readonly inject: symbol[];
  readonly useFactory: (vendor: SimulatedVendor) => Omit<SimulatedVendor, 'stop'>;
}

/** Names the module in which a vendor runs. */
class SimulatedVendors {}

/** Ends a vendor with the host. */
class VendorStop implements OnApplicationShutdown {
  constructor(private readonly vendor: SimulatedVendor) {}

  async onApplicationShutdown(): Promise<void> {
    await this.vendor.stop();
  }
}

/** Installs a phone system whose vendor is simulated. */
export function simulated(
  key: string,
  { dataDir, publicUrl }: Pick<PhoneSystemSettings, 'dataDir' | 'publicUrl'>,
  start: (home: VendorHome) => Promise<SimulatedVendor>,
  install: (options: Installing) => DynamicModule,
): DynamicModule {
  const vendor = Symbol(`${key}, simulated`);
  const home = {
    dataDir: join(dataDir, `${key}-simulator`),
    redirectUris: [`${publicUrl}/api/phone-systems/${key}/callback`],
    hooksUrl: `${publicUrl}/api/phone-systems/${key}/hooks`,
  };
  const module: DynamicModule = {
    module: SimulatedVendors,
    providers: [
      // It waits for the database: a second copy on one data directory is refused there, before it can write here.
      { provide: vendor, inject: [PHONE_SYSTEM_ORM], useFactory: () => start(home) },
      { provide: VendorStop, inject: [vendor], useFactory: (started: SimulatedVendor) => new VendorStop(started) },
    ],
    exports: [vendor],
  };
  return install({
    imports: [module],
    inject: [vendor],
    useFactory: ({ clientId, clientSecret, baseUrl, authorizeUrl, tokenUrl, webhookSecret }) => ({
      ...{ clientId, clientSecret, baseUrl },
      ...(authorizeUrl !== undefined && { authorizeUrl }),
      ...(tokenUrl !== undefined && { tokenUrl }),
      ...(webhookSecret !== undefined && { webhookSecret }),
    }),
  });
}
