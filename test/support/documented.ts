import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema?: object; readonly examples?: object }>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Readonly<Record<string, Answer>>;
}

/** The OpenAPI document, as it stands in `docs/api`. */
export const openApi = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'api', 'openapi.json'), 'utf8'),
) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: Record<string, object> }>> };
};

const ajv = new Ajv({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ ...(withNulls(openApi) as object), $id: 'openapi' });

/** What an answer has that the document does not say; null where it says all of it. */
export function undocumented(
  method: string,
  path: string,
  answer: { readonly status: number; readonly type: string; readonly body: unknown },
): string | null {
  const template = templateOf(method, path);
  const operation = template === null ? undefined : openApi.paths[template]?.[method.toLowerCase()];
  if (template === null || operation === undefined) return `${method} ${path} is not in the document.`;
  const { status, type, body } = answer;
  const named = `${method} ${template}: ${status}`;
  const response = operation.responses[status];
  if (response === undefined) return `${named} is not in the document.`;
  if (!type.includes('json')) return null;
  const media = type.split(';', 1)[0] ?? '';
  if (response.content?.[media] === undefined) return `${named} is not documented as ${media}.`;
  const pointer = ['paths', template, method.toLowerCase(), 'responses', String(status), 'content', media, 'schema'];
  const fits = ajv.getSchema(`openapi#/${pointer.map(escaped).join('/')}`);
  if (fits?.(body) === true) return null;
  return `${named}: ${ajv.errorsText(fits?.errors)} in ${JSON.stringify(body)}`;
}

/** Fixed names come before `{key}`, as the routes themselves do. */
function templateOf(method: string, path: string): string | null {
  const parameters = (template: string): number => template.split('{').length;
  const [fitting] = Object.entries(openApi.paths)
    .filter(([template, item]) => {
      const fits = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
      return fits && method.toLowerCase() in item;
    })
    .map(([template]) => template)
    .sort((a, b) => parameters(a) - parameters(b) || b.indexOf('{') - a.indexOf('{'));
  return fitting ?? null;
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a second type; it adds null to the type, and to nothing beside it. */
function withNulls(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withNulls);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withNulls(value)]));
  return nullable === true ? { ...rest, type: [rest['type'], 'null'] } : rest;
}

const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
