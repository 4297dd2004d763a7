import type { Answer, Incoming } from './answer.js';
import { Refused } from './answer.js';

/** One method and path of a simulated vendor. A part of the path that begins with a colon matches anything and is handed over by its name. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly handle: (request: Incoming) => Answer | Promise<Answer>;
}

/** A refusal as the vendor words it. */
export type Refusing = (status: number, message: string, headers?: Readonly<Record<string, string>>) => Answer;

/** Finds the route of a request and lets it answer. */
export const answerWith =
  (routes: readonly Route[], refusal: Refusing) =>
  async (request: Omit<Incoming, 'params'>): Promise<Answer> => {
    const onPath = routes.flatMap((route) => {
      const params = match(route.path, request.path);
      return params === null ? [] : [{ route, params }];
    });
    const found = onPath.find(({ route }) => route.method === request.method);
    if (found === undefined) {
      return onPath.length > 0 ? refusal(405, 'Method not allowed.') : refusal(404, 'Not found.');
    }
    try {
      return await found.route.handle({ ...request, params: found.params });
    } catch (error) {
      if (error instanceof Refused) return error.answer;
      throw error;
    }
  };

const match = (pattern: string, path: string): Record<string, string> | null => {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [place, part] of wanted.entries()) {
    const value = given[place] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return null;
    } else {
      const decoded = decode(value);
      if (decoded === null || decoded === '') return null;
      params[part.slice(1)] = decoded;
    }
  }
  return params;
};

const decode = (part: string): string | null => {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
};
