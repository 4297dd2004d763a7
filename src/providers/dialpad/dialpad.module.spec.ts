import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import type { ProviderClient } from '../../contract/index.js';
import { PhoneSystemRegistry, RegistryModule } from '../../registry/index.js';
import { DialpadModule } from './dialpad.module.js';
import { readDialpadSettings } from './dialpad.settings.js';

const VARIABLES = ['DIALPAD_CLIENT_ID', 'DIALPAD_CLIENT_SECRET', 'DIALPAD_BASE_URL'] as const;

describe('DialpadModule', () => {
  const before = VARIABLES.map((name) => [name, process.env[name]] as const);
  beforeEach(() => VARIABLES.forEach((name) => delete process.env[name]));
  afterAll(() =>
    before.forEach(([name, value]) => (value === undefined ? delete process.env[name] : (process.env[name] = value))),
  );

  async function clientOf(
    dialpad: ReturnType<typeof DialpadModule.forRoot>,
  ): Promise<ProviderClient | null | undefined> {
    const testing = await Test.createTestingModule({
      imports: [ConfigModule.forRoot({ ignoreEnvFile: true }), RegistryModule, dialpad],
    }).compile();
    await testing.init();
    return testing.get(PhoneSystemRegistry).find('dialpad')?.client;
  }

  it('installs Dialpad without a client where none is configured', async () => {
    expect(await clientOf(DialpadModule.forRoot())).toBeNull();
  });

  it('reads the client from the environment, for production where nothing else is said', async () => {
    process.env['DIALPAD_CLIENT_ID'] = 'from-environment';
    process.env['DIALPAD_CLIENT_SECRET'] = 'hush';

    const client = await clientOf(DialpadModule.forRoot());

    expect(client).toMatchObject({ clientId: 'from-environment', baseUrl: 'https://dialpad.com' });
    expect(client?.clientSecret?.reveal()).toBe('hush');
    expect(JSON.stringify(client)).not.toContain('hush');
  });

  it('puts options over the environment', async () => {
    process.env['DIALPAD_CLIENT_ID'] = 'from-environment';

    const options = { clientId: 'given', clientSecret: 'hush', baseUrl: 'http://127.0.0.1:4010/' };
    expect(await clientOf(DialpadModule.forRoot(options))).toMatchObject({
      clientId: 'given',
      baseUrl: 'http://127.0.0.1:4010',
    });
  });

  it('takes options from a factory and its providers', async () => {
    @Module({ providers: [{ provide: 'VAULT', useValue: { secret: 'hush' } }], exports: ['VAULT'] })
    class VaultModule {}

    const client = await clientOf(
      DialpadModule.forRootAsync({
        imports: [VaultModule],
        inject: ['VAULT'],
        useFactory: (vault: { secret: string }) => ({ clientId: 'given', clientSecret: vault.secret }),
      }),
    );

    expect(client?.clientSecret?.reveal()).toBe('hush');
  });

  it('refuses to start with half a client and a wrong address, naming both and no secret', async () => {
    process.env['DIALPAD_CLIENT_SECRET'] = 'hush';
    process.env['DIALPAD_BASE_URL'] = 'http://dialpad.com/api';

    const refusal: unknown = await clientOf(DialpadModule.forRoot()).catch((error: unknown) => error);

    expect(String(refusal)).toMatch(/Dialpad cannot start: DIALPAD_CLIENT_ID is missing.*DIALPAD_BASE_URL must be/);
    expect(String(refusal)).not.toContain('hush');
  });
});

describe('readDialpadSettings', () => {
  const problemsOf = (variables: Readonly<Record<string, string>>) =>
    readDialpadSettings((name) => variables[name]).problems;

  it('takes empty for absent', () => {
    expect(readDialpadSettings(() => ' ')).toEqual({ client: null, problems: [] });
  });

  it('asks for the secret that belongs to an id', () => {
    expect(problemsOf({ DIALPAD_CLIENT_ID: 'id' })).toEqual([
      expect.stringContaining('DIALPAD_CLIENT_SECRET is missing'),
    ]);
  });
});
