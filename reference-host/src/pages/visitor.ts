import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { People } from '../people/people.js';
import type { FixtureTenant } from '../fixture/fixture.js';
import type { SurfaceMe } from '../views/shared/surface.js';
import { SurfaceClient } from './surface-client.js';

/** Who looks at a page, and how to ask the surface in their name. */
export interface Visitor {
  readonly me: SurfaceMe;
  readonly tenant: FixtureTenant;
  get<T>(path: string): Promise<T>;
  find<T>(path: string): Promise<T | null>;
}

/** Finds out who looks at a page. */
@Injectable()
export class Visitors {
  constructor(
    private readonly surface: SurfaceClient,
    private readonly people: People,
  ) {}

  /** @throws SurfaceRefused 401 where nobody is signed in */
  async of(request: Request): Promise<Visitor> {
    const { cookie } = request.headers;
    const me = await this.surface.get<SurfaceMe>('/me', cookie);
    const tenant = this.people.tenant(me.tenantId);
    if (tenant === null) throw new Error(`This host has no tenant ${me.tenantId}.`);
    return {
      me,
      tenant,
      get: (path) => this.surface.get(path, cookie),
      find: (path) => this.surface.find(path, cookie),
    };
  }
}
