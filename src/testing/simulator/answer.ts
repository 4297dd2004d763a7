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

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: toWire(value),
});

/** A failure in Dialpad's shape. */
export const failure = (code: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  json(code, { error: { code, message, errors: [{ message, domain: 'global', reason: reasonOf(code) }] } }, headers);

const reasonOf = (code: number): string =>
  ({
    400: 'badRequest',
    401: 'authError',
    403: 'forbidden',
    404: 'notFound',
    409: 'conflict',
    429: 'rateLimitExceeded',
  })[code] ?? 'backendError';

/** Thrown anywhere below a route: answers with this instead. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly answer: Answer) {
    super(`Refused with ${answer.status}.`);
  }
}

/** Stops with a failure in Dialpad's shape. */
export const refuse = (code: number, message: string, headers: Readonly<Record<string, string>> = {}): never => {
  throw new Refused(failure(code, message, headers));
};
