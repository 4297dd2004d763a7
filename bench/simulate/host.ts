import { join } from 'node:path';
import { HelperProcess } from '../support/helper-process.js';
import type { VendorClient } from './vendor.js';

/** What a host is to be. */
export interface HostWanted {
  readonly client: VendorClient;
  readonly people: number;
  readonly timeZone: string;
  readonly databaseUrl: string;
  /** Of calls, before the moment in which all are connected. */
  readonly historyHours: number;
}

/** What the process has taken so far. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly memoryMebibytes: number;
}

/** One copy of the product in a process of its own, as a host has it, without a web server. */
export class Host {
  private constructor(private readonly process: HelperProcess) {}

  /** Resolves when every tenant is connected; then their histories are fetched. */
  static async start(wanted: HostWanted): Promise<Host> {
    const process = HelperProcess.start(join(import.meta.dirname, 'host.process.js'));
    await process.ask('start', wanted);
    return new Host(process);
  }

  async usage(): Promise<Usage> {
    return await this.process.ask('usage');
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}

/** The tenant whose company is the vendor's n-th. */
export const tenantIdOf = (tenant: number): string => `tenant-${tenant}`;
