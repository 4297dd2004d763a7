import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * Says null where it may come, as OpenAPI 3.0 reads it: `nullable` adds null to a `type`, and to nothing else. An
 * `enum` that does not list null, or another schema in `allOf`, would refuse it.
 */
export function withNullsSaid(document: OpenAPIObject): OpenAPIObject {
  return said(document) as OpenAPIObject;
}

function said(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(said);
  if (typeof node !== 'object' || node === null) return node;
  const schema = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, said(value)]));
  if (schema['nullable'] !== true) return schema;
  if (Array.isArray(schema['enum'])) return { ...schema, enum: [...(schema['enum'] as unknown[]), null] };
  if (!Array.isArray(schema['allOf'])) return schema;
  const { nullable: _nullable, type: _type, allOf, ...rest } = schema;
  return { ...rest, anyOf: [...(allOf as unknown[]), { enum: [null] }] };
}
