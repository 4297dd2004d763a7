import { type DynamicModule, Inject, Module } from '@nestjs/common';
import {
  type CallRecord,
  type Page,
  type ProviderClient,
  type ProviderDescriptor,
  type ProviderSession,
  Secret,
  type TimeWindow,
} from '../../src/contract/index.js';
import { DIALPAD } from '../../src/providers/dialpad/index.js';
import { DIALPAD_CLIENT, DialpadPhoneSystem } from '../../src/providers/dialpad/dialpad.provider.js';
import { PhoneSystem } from '../../src/registry/phone-system.decorator.js';
import type { BenchClient } from '../support/simulated-dialpad.js';

/** In which way Dialpad is asked: `limited` is the product's own. */
export type Pace = 'limited' | 'one page at a time' | 'unlimited';

/** A limit that no request falls under. */
const NO_LIMITS = { unused: { requests: 1, perMs: 1 } };

const PACE = Symbol('PACE');

/** Dialpad, as it is or at another pace. */
@PhoneSystem()
class BenchDialpad extends DialpadPhoneSystem {
  override readonly descriptor: ProviderDescriptor;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(DIALPAD_CLIENT) client: ProviderClient | null,
    @Inject(PACE) private readonly pace: Pace,
  ) {
    super(client);
    this.descriptor = pace === 'unlimited' ? { ...DIALPAD, budgets: NO_LIMITS } : DIALPAD;
  }

  override listCalls(session: ProviderSession, window: TimeWindow): AsyncIterable<Page<CallRecord>> {
    const calls = super.listCalls(session, window);
    return this.pace === 'one page at a time' ? this.inTurn(calls) : calls;
  }

  /** A window is walked when the one before it has been. */
  private async *inTurn<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
    let leave: () => void = () => undefined;
    const before = this.last;
    this.last = new Promise<void>((resolve) => (leave = resolve));
    await before;
    try {
      yield* pages;
    } finally {
      leave();
    }
  }
}

@Module({})
export class BenchDialpadModule {
  static of(
    { baseUrl, clientId, clientSecret }: Pick<BenchClient, 'baseUrl' | 'clientId' | 'clientSecret'>,
    pace: Pace,
  ): DynamicModule {
    const client: ProviderClient = { baseUrl, clientId, clientSecret: new Secret(clientSecret) };
    return {
      module: BenchDialpadModule,
      providers: [{ provide: DIALPAD_CLIENT, useValue: client }, { provide: PACE, useValue: pace }, BenchDialpad],
    };
  }
}
