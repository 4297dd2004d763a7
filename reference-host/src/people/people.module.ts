import { type DynamicModule, Global, Module } from '@nestjs/common';
import { SessionCookie } from '../session/session-cookie.js';
import { Sessions } from '../session/sessions.service.js';
import type { HostSettings } from '../settings/host-settings.js';
import { HostAccess } from './host-access.js';
import { People } from './people.js';

/** Who is known here and who is signed in. Global, so that the host's ports can inject it. */
@Global()
@Module({})
export class PeopleModule {
  static of({ fixture, phoneSystems: { publicUrl } }: HostSettings): DynamicModule {
    return {
      module: PeopleModule,
      providers: [
        { provide: People, useValue: new People(fixture) },
        { provide: SessionCookie, useValue: new SessionCookie(publicUrl.startsWith('https:')) },
        Sessions,
        HostAccess,
      ],
      exports: [People, SessionCookie, Sessions, HostAccess],
    };
  }
}
