import type * as Swagger from '@nestjs/swagger';
import { isNotInstalled } from '../support/not-installed.js';

type Describing =
  | 'ApiAcceptedResponse'
  | 'ApiBody'
  | 'ApiConsumes'
  | 'ApiCreatedResponse'
  | 'ApiExcludeController'
  | 'ApiExtraModels'
  | 'ApiFoundResponse'
  | 'ApiHeader'
  | 'ApiNoContentResponse'
  | 'ApiOkResponse'
  | 'ApiOperation'
  | 'ApiParam'
  | 'ApiProduces'
  | 'ApiProperty'
  | 'ApiPropertyOptional'
  | 'ApiQuery'
  | 'ApiResponse'
  | 'ApiTags';

type Decorate = (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => void;

const awaiting: ((swagger: typeof Swagger) => void)[] = [];
let loading: Promise<void> | undefined;

/**
 * Describes what is decorated in the host's OpenAPI document, once {@link describe} has been called: the decorators only
 * describe, so that a host without `@nestjs/swagger` needs none.
 */
const described =
  <Name extends Describing>(name: Name) =>
  (...said: Parameters<(typeof Swagger)[Name]>): Decorate =>
  (target, key, descriptor) => {
    awaiting.push((swagger) => {
      const decorate = (swagger[name] as (...all: typeof said) => Decorate)(...said);
      // A method may have been replaced since by a decorator of its class.
      const now = descriptor && key !== undefined ? Object.getOwnPropertyDescriptor(target, key) : undefined;
      decorate(target, key, now);
    });
  };

/** Hands what is to be described to the host's `@nestjs/swagger`, where it has one. It is handed over once. */
export const describe = (): Promise<void> => (loading ??= load());

async function load(): Promise<void> {
  let swagger: typeof Swagger;
  try {
    swagger = await import('@nestjs/swagger');
  } catch (error) {
    if (isNotInstalled(error, '@nestjs/swagger')) return;
    throw error;
  }
  for (const describeOne of awaiting.splice(0)) describeOne(swagger);
}

/** Where a document keeps the schema of a class. */
export const getSchemaPath = ({ name }: { readonly name: string }): string => `#/components/schemas/${name}`;

export const ApiAcceptedResponse = described('ApiAcceptedResponse');
export const ApiBody = described('ApiBody');
export const ApiConsumes = described('ApiConsumes');
export const ApiCreatedResponse = described('ApiCreatedResponse');
export const ApiExcludeController = described('ApiExcludeController');
export const ApiExtraModels = described('ApiExtraModels');
export const ApiFoundResponse = described('ApiFoundResponse');
export const ApiHeader = described('ApiHeader');
export const ApiNoContentResponse = described('ApiNoContentResponse');
export const ApiOkResponse = described('ApiOkResponse');
export const ApiOperation = described('ApiOperation');
export const ApiParam = described('ApiParam');
export const ApiProduces = described('ApiProduces');
export const ApiProperty = described('ApiProperty');
export const ApiPropertyOptional = described('ApiPropertyOptional');
export const ApiQuery = described('ApiQuery');
export const ApiResponse = described('ApiResponse');
export const ApiTags = described('ApiTags');
