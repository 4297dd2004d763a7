import type { SurfaceFieldProblem } from './surface.js';

/** What the server found wrong with a field, or null. The server names the field; beside it its name says nothing new. */
export function fieldProblem(problems: readonly SurfaceFieldProblem[], field: string): string | null {
  const found = problems.find((problem) => problem.field === field);
  if (found === undefined) return null;
  const names = [field, field.split('.').at(-1) ?? field];
  const named = names.find((name) => found.message.startsWith(`${name} `));
  const words = named === undefined ? found.message : `This ${found.message.slice(named.length + 1)}`;
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
