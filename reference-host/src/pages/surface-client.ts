import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { AddressInfo } from 'node:net';
import type { SurfaceRefusal } from '../views/shared/surface.js';

/** The surface answered with a problem. */
export class SurfaceRefused extends Error {
  override readonly name = 'SurfaceRefused';

  constructor(
    readonly status: number,
    readonly refusal: Pick<SurfaceRefusal, 'code' | 'detail'>,
  ) {
    super(refusal.detail);
  }
}

const PATIENCE_MS = 20_000;

/** Reads the HTTP surface for a page's first paint, as the visitor and in no other way. */
@Injectable()
export class SurfaceClient {
  constructor(private readonly host: HttpAdapterHost) {}

  /**
   * @param path below `/api`, beginning with a slash
   * @param cookie the visitor's `Cookie` header
   * @throws SurfaceRefused where the surface refuses
   */
  async get<T>(path: string, cookie: string | undefined): Promise<T> {
    const response = await this.send(path, { headers: withCookie(cookie) });
    return (await response.json()) as T;
  }

  /** The same, with null for what does not exist. */
  async find<T>(path: string, cookie: string | undefined): Promise<T | null> {
    try {
      return await this.get<T>(path, cookie);
    } catch (error) {
      if (error instanceof SurfaceRefused && error.status === 404) return null;
      throw error;
    }
  }

  /** @returns the answer, for its cookies; @throws SurfaceRefused where the surface refuses */
  async post(path: string, body: unknown, cookie: string | undefined): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...withCookie(cookie) };
    return await this.send(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(`${this.address()}/api${path}`, {
      ...init,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.ok) return response;
    const refusal = (await response.json().catch(() => null)) as Partial<SurfaceRefusal> | null;
    throw new SurfaceRefused(response.status, {
      code: refusal?.code ?? 'internal_error',
      detail: refusal?.detail ?? 'This site could not answer just now; try again in a moment.',
    });
  }

  private address(): string {
    const { port, family, address } = (
      this.host.httpAdapter.getHttpServer() as import('node:http').Server
    ).address() as AddressInfo;
    const anywhere = address === '::' || address === '0.0.0.0';
    const name = anywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
    return `http://${name}:${port}`;
  }
}

const withCookie = (cookie: string | undefined): Readonly<Record<string, string>> =>
  cookie === undefined ? {} : { cookie };
