import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/**
 * Keeps people's calls out of every cache. It refuses nobody: it is a guard because guards come first, and because an
 * interceptor costs each request several times what all guards do.
 */
@Injectable()
export class NoStoreGuard implements CanActivate {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  canActivate(context: ExecutionContext): true {
    this.adapterHost.httpAdapter.setHeader(context.switchToHttp().getResponse<object>(), 'Cache-Control', 'no-store');
    return true;
  }
}
