import { randomUUID } from 'node:crypto';
import { SignIn } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming, Route, SignInOptions } from 'prodoscore-phone-systems/testing';

/** What the browser asked for, and what came of it: a code, or an error. */
export interface Outcome {
  readonly asked: URLSearchParams;
  readonly code: string | null;
  readonly error: string | null;
}

/** An address where people sign in and allow something, and whose way back is Microsoft's own. */
export interface Door {
  readonly routes: readonly Route[];
  /** The pages behind it, to redeem codes at. */
  readonly signIn: SignIn;
}

/**
 * Puts a way back of its own behind sign-in pages. While somebody is on the pages, what was asked waits under a name that
 * travels as the state.
 *
 * @param wayBack what the browser is answered in the end
 */
export const doorAt = (
  path: string,
  options: Omit<SignInOptions, 'paths'>,
  wayBack: (outcome: Outcome, signIn: SignIn) => Answer,
): Door => {
  const signIn = new SignIn({
    ...options,
    paths: { authorize: path, signIn: `${path}/who`, consent: `${path}/allow` },
  });
  const waiting = new Map<string, URLSearchParams>();

  const led = (answer: Answer): Answer => {
    const location = answer.headers?.location;
    if (location === undefined) return answer;
    const { searchParams } = new URL(location);
    const name = searchParams.get('state') ?? '';
    const asked = waiting.get(name) ?? new URLSearchParams();
    waiting.delete(name);
    return wayBack({ asked, code: searchParams.get('code'), error: searchParams.get('error') }, signIn);
  };
  const entered = (request: Incoming): Incoming => {
    const name = randomUUID();
    waiting.set(name, request.query);
    const query = new URLSearchParams(request.query);
    query.set('state', name);
    return { ...request, query };
  };

  const routes = signIn.routes.map((route) => ({
    ...route,
    handle: async (request: Incoming) => led(await route.handle(route.path === path ? entered(request) : request)),
  }));
  return { routes, signIn };
};

/** Sends the browser back; what is null is left out. */
export const backTo = (asked: URLSearchParams, parameters: Readonly<Record<string, string | null>>): Answer => {
  const url = new URL(asked.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries({ ...parameters, state: asked.get('state') })) {
    if (value !== null) url.searchParams.set(name, value);
  }
  return { status: 302, headers: { location: url.href, 'referrer-policy': 'no-referrer' } };
};

/** A page that leads nowhere. */
export const deadEnd = (title: string, message: string): Answer => ({
  status: 403,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  },
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1><p>${message}</p></main></body></html>`,
});
