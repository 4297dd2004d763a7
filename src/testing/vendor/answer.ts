import { toWire } from './wire.js';

/** A request, read. */
export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The parts of the path that the route names, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** What a simulated vendor answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * An answer in JSON. Fields that are undefined are left out; ids beyond 2^53 go through {@link wideInteger}.
 *
 * @example json(200, { id: wideInteger('9007199254740993'), name: 'Acme' })
 */
export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: toWire(value),
});

/** Thrown anywhere below a route: answers with this instead. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly answer: Answer) {
    super(`Refused with ${answer.status}.`);
  }
}

/** The token of an Authorization header; null where there is none. */
export const bearerOf = ({ headers }: Incoming): string | null =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
