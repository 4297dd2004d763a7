import { type DynamicModule, Global, Module } from '@nestjs/common';
import { SessionCookie } from '../session/session-cookie.js';
import { sessionKeys } from '../session/session-keys.js';
import type { HostSettings } from '../settings/host-settings.js';
import { HostAccess } from './host-access.js';
import { People } from './people.js';

/** Who is known here and who is signed in. Global, so that the host's ports can inject it. */
@Global()
@Module({})
export class PeopleModule {
  static of({ fixture, phoneSystems }: HostSettings): DynamicModule {
    const { tokenKeys, dataDir, publicUrl } = phoneSystems;
    const keys = tokenKeys.map(({ material }) => new Uint8Array(Buffer.from(material.reveal(), 'base64')));
    return {
      module: PeopleModule,
      providers: [
        { provide: People, useValue: new People(fixture) },
        {
          provide: SessionCookie,
          useFactory: () => new SessionCookie(sessionKeys(keys, dataDir), publicUrl.startsWith('https:')),
        },
        HostAccess,
      ],
      exports: [People, SessionCookie, HostAccess],
    };
  }
}
