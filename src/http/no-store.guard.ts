import type { ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';

/**
 * Keeps people's calls out of every cache. It refuses nobody: it is a guard because guards come first, and because an
 * interceptor costs each request several times what all guards do.
 */
@Injectable()
export class NoStoreGuard implements CanActivate {
  canActivate(context: ExecutionContext): true {
    context.switchToHttp().getResponse<ServerResponse>().setHeader('Cache-Control', 'no-store');
    return true;
  }
}
