import { Controller, Get, Injectable, Module, UseGuards } from '@nestjs/common';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import OAuth2Strategy from 'passport-oauth2';
import { AS_DANA, type BareHost, openBareHost } from '../support/bare-host.js';
import { locationOf } from '../support/way.js';

/** The host's own sign-in, by a strategy of a name that is a phone system's as well. */
@Injectable()
class SignInWithDialpad extends PassportStrategy(OAuth2Strategy, 'dialpad') {
  constructor() {
    super({
      authorizationURL: 'https://sign-in.example/authorize',
      tokenURL: 'https://sign-in.example/token',
      clientID: 'the-hosts-sign-in',
      clientSecret: 'secret',
      callbackURL: 'https://host.example/signed-in',
    });
  }

  validate(): object {
    return {};
  }
}

@Controller('sign-in')
class SignInController {
  @Get()
  @UseGuards(AuthGuard('dialpad'))
  begin(): void {}
}

@Module({
  imports: [PassportModule],
  controllers: [SignInController],
  providers: [SignInWithDialpad],
})
class SignInModule {}

async function ledTo(url: string): Promise<URL> {
  return new URL(locationOf(await fetch(url, { headers: AS_DANA, redirect: 'manual' })));
}

const vendorOf = (name: string) => ({ baseUrl: `https://${name}.example`, clientId: name, clientSecret: 'secret' });

describe('sign-ins of the host', () => {
  const hosts: BareHost[] = [];
  const open = async (...ours: Parameters<typeof openBareHost>): Promise<BareHost> => {
    const host = await openBareHost(...ours);
    hosts.push(host);
    return host;
  };

  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.close();
  });

  it.each(['first', 'last'] as const)(
    'may have the name of a phone system, whichever was there %s: each leads to its own place',
    async (own) => {
      const { url } = await open({ imports: [SignInModule], own, dialpad: vendorOf('dialpad') });
      // Whoever registers a name again takes it.
      new SignInWithDialpad();
      const connect = await ledTo(`${url}/phone-systems/dialpad/connect`);
      expect([connect.origin, connect.searchParams.get('client_id')]).toEqual(['https://dialpad.example', 'dialpad']);
      expect(connect.searchParams.get('state')).toMatch(/^[\w-]{43}$/);
      expect(connect.searchParams.get('code_challenge_method')).toBe('S256');
      const signIn = await ledTo(`${url}/sign-in`);
      expect([signIn.origin, signIn.searchParams.get('client_id')]).toEqual([
        'https://sign-in.example',
        'the-hosts-sign-in',
      ]);
    },
  );

  it('of two hosts in one process lead to the vendor of each', async () => {
    const [one, other] = [await open({ dialpad: vendorOf('one') }), await open({ dialpad: vendorOf('other') })];
    for (const [{ url }, name] of [
      [one, 'one'],
      [other, 'other'],
    ] as const) {
      const connect = await ledTo(`${url}/phone-systems/dialpad/connect`);
      expect([connect.origin, connect.searchParams.get('client_id')]).toEqual([`https://${name}.example`, name]);
    }
  });
});
