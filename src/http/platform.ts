import type { HttpAdapterHost } from '@nestjs/core';

/** What is used of a Fastify instance. */
interface Fastify {
  addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: unknown, done: () => void) => void): unknown;
}

interface FastifyRequest {
  /** Those of the request; what is set here is laid over them. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly routeOptions: { readonly url?: string };
}

/** Routes that read the bytes of a body themselves, whatever type it says it is of. */
const READ_BY_THEMSELVES = /\/phone-systems\/:key\/(hooks\/:connectionId|mappings\/import)$/;

const NO_BODY = { 'content-type': undefined, 'content-length': undefined, 'transfer-encoding': undefined };

/**
 * Makes ready the platform under the host.
 *
 * @throws Error on one that the routes were never tried on
 */
export function preparePlatform(httpAdapter: HttpAdapterHost['httpAdapter'] | undefined): void {
  // A host that serves nothing, such as a command, has no platform.
  const platform = httpAdapter?.getType() ?? 'none';
  if (httpAdapter !== undefined && platform === 'fastify') leaveBodiesUnread(httpAdapter.getInstance<Fastify>());
  if (['none', 'express', 'fastify'].includes(platform)) return;
  throw new Error(
    `The phone systems cannot start on ${platform}: they need @nestjs/platform-express or @nestjs/platform-fastify. Install one of them, and create the application with it.`,
  );
}

/**
 * Fastify parses a body before any route is asked, and refuses types that it does not know. Signed bytes are of any
 * type, and are bytes: for these routes it is told that there is no body, and Node's request keeps the headers.
 */
function leaveBodiesUnread(fastify: Fastify): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (READ_BY_THEMSELVES.test(request.routeOptions.url ?? '')) request.headers = NO_BODY;
    done();
  });
}
