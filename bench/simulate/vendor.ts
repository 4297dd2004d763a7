import { join } from 'node:path';
import type { IssuedTokens } from '../../src/testing/index.js';
import { HelperProcess } from '../support/helper-process.js';

/** How many companies there are, and what they are like. */
export interface VendorWanted {
  readonly tenants: number;
  readonly people: number;
  readonly timeZone: string;
  readonly latencyMs: number;
}

/** Where a host finds the vendor, and each company's consent, in the order of the companies. */
export interface VendorClient {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly grants: readonly IssuedTokens[];
}

/** What was asked since the last look. */
export interface Asked {
  readonly requests: number;
  readonly callPages: number;
  readonly refused: number;
  /** Of all other answers than 200. */
  readonly failed: number;
}

/** The simulator in a process of its own. */
export class Vendor {
  private constructor(
    private readonly process: HelperProcess,
    readonly client: VendorClient,
  ) {}

  static async start(wanted: VendorWanted): Promise<Vendor> {
    const process = HelperProcess.start(join(import.meta.dirname, 'vendor.process.js'));
    return new Vendor(process, await process.ask<VendorClient>('start', wanted));
  }

  async askedSinceLast(): Promise<Asked> {
    return await this.process.ask('askedSinceLast');
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}

/** The e-mail address of somebody at a company; the first administers it. */
export const emailOf = (tenant: number, person: number): string => `person${person}@${domainOf(tenant)}`;

export const domainOf = (tenant: number): string => `tenant${tenant}.example`;
