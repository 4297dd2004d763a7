import type { IncomingMessage, Server } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { leaveBodyUnread } from './unread-body.js';

/** What is used of a Fastify instance. */
interface Fastify {
  addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: unknown, done: () => void) => void): unknown;
  addHook(name: 'onRoute', hook: (route: { readonly url: string }) => void): unknown;
}

interface FastifyRequest {
  readonly raw: IncomingMessage;
  readonly routeOptions: { readonly url?: string };
}

/** What is used of an Express application. */
interface Express {
  readonly router?: { readonly stack: readonly { readonly route?: { readonly path: unknown } }[] };
}

/** Routes that read the bytes of a body themselves. */
const READ_BY_THEMSELVES = /\/phone-systems\/:key\/(hooks(\/:connectionId)?|mappings\/import)$/;
/** The same, as they are asked for. */
const ASKED_TO_READ = /\/phone-systems\/[^/?]+\/(hooks(\/[^/?]+)?|mappings\/import)\/?(\?|$)/i;

/** The platform under the host: Express, Fastify, or none where nothing is served, as in a command. */
@Injectable()
export class Platform {
  private readonly fastifyRoutes: string[] = [];

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  /**
   * Makes it ready. Called before there are routes.
   *
   * @throws Error on a platform that the routes were never tried on
   */
  prepare(): void {
    const { adapter } = this;
    switch (adapter?.getType() ?? 'none') {
      case 'none':
        return;
      case 'express':
        return this.prepareExpress();
      case 'fastify':
        return this.prepareFastify();
      default:
        throw new Error(
          `The phone systems cannot start on ${adapter?.getType()}: they need @nestjs/platform-express or @nestjs/platform-fastify. Install one of them, and create the application with it.`,
        );
    }
  }

  /** The server that the host listens with; undefined where it serves nothing. */
  get server(): Server | undefined {
    return this.adapter?.getHttpServer() as Server | undefined;
  }

  /**
   * The addresses of a route, with whatever the host puts in front of it. Known once the host has started.
   *
   * @param path as its controller declares it
   */
  addressesOf(path: string): readonly string[] {
    const all =
      this.adapter?.getType() === 'fastify'
        ? this.fastifyRoutes
        : (this.adapter?.getInstance<Express>().router?.stack ?? []).map(({ route }) => route?.path);
    return [...new Set(all)].filter((each) => typeof each === 'string' && each.endsWith(`/${path}`)) as string[];
  }

  private get adapter(): HttpAdapterHost['httpAdapter'] | undefined {
    return (this.adapterHost as Partial<HttpAdapterHost>).httpAdapter;
  }

  /** Whoever made the application may have put parsers in front of everything: only the server comes before them. */
  private prepareExpress(): void {
    this.server?.prependListener('request', (request: IncomingMessage) => {
      if (ASKED_TO_READ.test(request.url ?? '')) leaveBodyUnread(request);
    });
  }

  /** It parses a body before any route is asked, and refuses types that it does not know. */
  private prepareFastify(): void {
    const fastify = this.adapter?.getInstance<Fastify>();
    fastify?.addHook('onRequest', (request, _reply, done) => {
      if (READ_BY_THEMSELVES.test(request.routeOptions.url ?? '')) leaveBodyUnread(request.raw);
      done();
    });
    fastify?.addHook('onRoute', ({ url }) => void this.fastifyRoutes.push(url));
  }
}
