import {
  ConfigurableModuleBuilder,
  type DynamicModule,
  type FactoryProvider,
  type InjectionToken,
  type ModuleMetadata,
  type Provider,
  type Type,
} from '@nestjs/common';
import { ALERT_SINK, EMPLOYEE_DIRECTORY, HOST_ACCESS, SCORE_SINK, TENANT_POLICY } from './access/index.js';
import type { Access, AlertSink, EmployeeDirectory, ScoreSink, TenantPolicy } from './contract/index.js';
import type { PhoneSystemOptions } from './support/settings.js';

/**
 * How the host supplies one of the things that are asked of it: a class, which this module makes and injects into; one
 * that the host's container has already; or a factory. What they inject comes from global modules, or from `imports`.
 */
export type HostPort<T> =
  | Type<T>
  | { readonly useClass: Type<T> }
  | { readonly useExisting: InjectionToken<T> }
  | Pick<FactoryProvider<T>, 'useFactory' | 'inject'>;

/** What the host supplies. */
export interface HostPorts {
  /** Who works at a tenant. */
  readonly employees: HostPort<EmployeeDirectory>;
  /** What a tenant has agreed with the host. */
  readonly policy: HostPort<TenantPolicy>;
  /** Who is asking. */
  readonly access: HostPort<Access>;
  /** Where day scores go. */
  readonly scores: HostPort<ScoreSink>;
  /** Who is told when a connection needs somebody, and when that is over; may be left out. */
  readonly alerts?: HostPort<AlertSink>;
  /** Modules whose exports these inject. */
  readonly imports?: ModuleMetadata['imports'];
}

const built = new ConfigurableModuleBuilder<PhoneSystemOptions>({ moduleName: 'PhoneSystem' })
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createPhoneSystemOptions')
  .setExtras<Partial<HostPorts>>({}, withPorts)
  .build();

export const PHONE_SYSTEM_OPTIONS = built.MODULE_OPTIONS_TOKEN;

/** What `forRootAsync` takes: the ports, and where the settings come from. */
export type PhoneSystemAsyncOptions = HostPorts & Omit<typeof built.ASYNC_OPTIONS_TYPE, keyof HostPorts>;

/** How the host imports the module. */
interface PhoneSystemModuleClass {
  new (): object;

  /**
   * Called once a process.
   *
   * @param options the ports, and every setting that shall not come from the environment
   */
  forRoot(options: HostPorts & PhoneSystemOptions): DynamicModule;

  /**
   * The same, with settings that come from other providers; the ports are given beside the factory.
   *
   * @example
   * PhoneSystemModule.forRootAsync({
   *   employees: OurDirectory, policy: OurTerms, access: OurAccess, scores: OurScores,
   *   imports: [VaultModule],
   *   inject: [Vault],
   *   useFactory: async (vault: Vault) => ({ tokenKeys: await vault.read('token-keys') }),
   * })
   */
  forRootAsync(options: PhoneSystemAsyncOptions): DynamicModule;
}

/** The builder cannot say that the ports are required; this does. */
export const PhoneSystemModuleBase = built.ConfigurableModuleClass as unknown as PhoneSystemModuleClass;

/** Makes providers of the host's ports. */
function withPorts(definition: DynamicModule, ports: Partial<HostPorts>): DynamicModule {
  const wanted = [
    [EMPLOYEE_DIRECTORY, 'employees'],
    [TENANT_POLICY, 'policy'],
    [HOST_ACCESS, 'access'],
    [SCORE_SINK, 'scores'],
  ] as const;
  const missing = wanted.filter(([, name]) => ports[name] === undefined).map(([, name]) => name);
  if (missing.length > 0) {
    throw new Error(
      `PhoneSystemModule needs ${missing.join(', ')}: give each a class, { useClass }, { useExisting } or { useFactory, inject }.`,
    );
  }
  const given = [...wanted, ...(ports.alerts === undefined ? [] : [[ALERT_SINK, 'alerts'] as const])];
  return {
    ...definition,
    imports: [...(definition.imports ?? []), ...(ports.imports ?? [])],
    providers: [...(definition.providers ?? []), ...given.flatMap(([token, name]) => portProvider(token, ports[name]))],
    exports: [...(definition.exports ?? []), ...given.map(([token]) => token)],
  };
}

function portProvider(provide: symbol, port: HostPort<unknown> | undefined): Provider[] {
  if (port === undefined) return [];
  return [typeof port === 'function' ? { provide, useClass: port } : ({ provide, ...port } as Provider)];
}
