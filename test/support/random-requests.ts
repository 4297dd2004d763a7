import fc from 'fast-check';

type Json = Readonly<Record<string, unknown>>;

/** What of an OpenAPI document is read here. */
export interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Json>> };
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Json }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Json }>> };
}

/** One request as it goes over the wire. */
export interface RandomRequest {
  readonly method: string;
  /** As the document has it. */
  readonly template: string;
  readonly path: string;
  readonly body?: string;
  readonly type?: string;
}

const METHODS = ['get', 'put', 'post', 'delete'];

/** What has broken programs before. */
const nasty = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  "' or 1=1 --",
  '$1',
  '%',
  '%00',
  '../..',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '9007199254740993',
  '1e309',
  '0000-01-01',
  '9999-12-31',
  '+275760-09-13',
  '2026-02-30',
  '00000000-0000-4000-8000-000000000000',
  '🙂'.repeat(60),
  'x'.repeat(3_000),
);
const text = fc.oneof(nasty, fc.string({ maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 20 }));
const anything = fc.oneof(
  { depthSize: 'small' },
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(0, -1, 1e308, 2 ** 53, -0, true, null, [], {}),
);

/** An address cannot carry half a character. */
const encoded = (value: string): string => encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'));

/**
 * Requests that a document describes, right ones and wrong ones.
 *
 * @param known values of parameters for which there is something, by the parameter's name
 */
export function randomRequests(
  document: Described,
  known: Readonly<Record<string, readonly string[]>>,
): fc.Arbitrary<RandomRequest> {
  const operations = Object.entries(document.paths).flatMap(([template, item]) =>
    METHODS.flatMap((method) => (item[method] === undefined ? [] : [{ template, method, operation: item[method] }])),
  );
  return fc.oneof(...operations.map(({ template, method, operation }) => requestTo(template, method, operation)));

  function requestTo(template: string, method: string, operation: Operation): fc.Arbitrary<RandomRequest> {
    const parameters = operation.parameters ?? [];
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const path = fc.record(Object.fromEntries(names.map((name) => [name, valueOf(name)])));
    const queries = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    const right = fc.record(Object.fromEntries(queries.map((name) => [name, valueOf(name)])), { requiredKeys: [] });
    const wrong = fc.array(fc.tuple(fc.oneof(fc.constantFrom('', '__proto__', ...queries), text), text), {
      maxLength: 2,
    });
    const query = fc.tuple(right, fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, wrong));
    return fc.tuple(path, query, bodyOf(operation)).map(([values, [fields, more], body]) => {
      const pairs = [...Object.entries(fields), ...more].map(
        ([name, value]) => `${encoded(name)}=${encoded(String(value))}`,
      );
      const filled = template.replace(/\{(\w+)\}/g, (_all, name: string) => encoded(String(values[name])));
      const search = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
      return { method: method.toUpperCase(), template, path: (filled + search).slice(0, 8_000), ...body };
    });
  }

  function valueOf(name: string): fc.Arbitrary<string> {
    const values = known[name] ?? [];
    return values.length === 0 ? text : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, text);
  }

  function bodyOf({ requestBody }: Operation): fc.Arbitrary<Pick<RandomRequest, 'body' | 'type'>> {
    const [[type, media] = ['application/json', {}]] = Object.entries(requestBody?.content ?? {});
    if (requestBody === undefined) return fc.constant({});
    const right = valueFor(media.schema ?? {}).map((value) => ({
      type,
      body: type === 'application/json' ? JSON.stringify(value) : String(value),
    }));
    const types = fc.constantFrom(
      type,
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'text/csv',
    );
    const wrong = fc.record({ type: types, body: fc.oneof(text, fc.json()) });
    return fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: wrong });
  }

  /** A value that fits a schema, or nearly. */
  function valueFor(schema: Json): fc.Arbitrary<unknown> {
    const fitting = fittingValue(schema);
    return fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: anything });
  }

  function fittingValue(schema: Json): fc.Arbitrary<unknown> {
    const { $ref, allOf, type, properties, items, nullable } = schema;
    if (typeof $ref === 'string')
      return fittingValue(document.components?.schemas?.[$ref.split('/').at(-1) ?? ''] ?? {});
    if (Array.isArray(allOf) && allOf.length > 0) return fittingValue(allOf[0] as Json);
    if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
    if (nullable === true) return fc.option(fittingValue({ ...schema, nullable: false }), { nil: null });
    if (type === 'object') {
      const fields = Object.entries((properties ?? {}) as Readonly<Record<string, Json>>);
      const required = Array.isArray(schema['required']) ? (schema['required'] as string[]) : [];
      return fc.record(
        Object.fromEntries(
          fields.map(([name, field]) => [
            name,
            known[name] === undefined ? valueFor(field) : fc.oneof(valueOf(name), valueFor(field)),
          ]),
        ),
        { requiredKeys: required },
      );
    }
    if (type === 'array') return fc.array(valueFor((items ?? {}) as Json), { maxLength: 4 });
    if (type === 'boolean') return fc.boolean();
    if (type === 'integer') return fc.integer({ min: -1, max: 100_000 });
    if (type === 'number') return fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.double());
    return text;
  }
}
