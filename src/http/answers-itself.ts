import { Inject, Res, type Type } from '@nestjs/common';
import { METHOD_METADATA, RESPONSE_PASSTHROUGH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { HttpAdapterHost } from '@nestjs/core';

/** Where a controller finds what it answers with. */
const ADAPTER_HOST = Symbol('ADAPTER_HOST');

interface Answering {
  readonly [ADAPTER_HOST]: HttpAdapterHost;
}
type Handler = (this: Answering, ...given: unknown[]) => unknown;

/**
 * Makes a controller send what its handlers return, or leave it at what they have sent themselves. Left to Nest, it would go
 * through the interceptors of the host first: one that wraps every answer makes no redirect of a redirect and no file of a
 * file, and of an answer another one than the OpenAPI document tells of.
 */
export const AnswersItself = (): ClassDecorator => (controller) => {
  const prototype = controller.prototype as Record<string, Handler> & object;
  Inject(HttpAdapterHost)(prototype, ADAPTER_HOST);
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const handler = prototype[name];
    if (handler !== undefined && Reflect.hasMetadata(METHOD_METADATA, handler)) {
      answerAfter(controller as unknown as Type, name, handler);
    }
  }
};

function answerAfter(controller: Type, name: string, handler: Handler): void {
  const prototype = controller.prototype as object;
  const place = firstFreeArgument(controller, name);
  const answering: Handler = async function (...given) {
    const answer = await handler.apply(this, given.slice(0, place));
    const { httpAdapter } = this[ADAPTER_HOST];
    const response = given[place];
    if (!httpAdapter.isHeadersSent(response)) httpAdapter.reply(response, answer);
  };
  // By its name, what describes a handler finds its parameters.
  Object.defineProperty(answering, 'name', { value: name });
  for (const key of Reflect.getMetadataKeys(handler) as unknown[]) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, handler), answering);
  }
  Object.defineProperty(prototype, name, { ...Object.getOwnPropertyDescriptor(prototype, name), value: answering });
  // Whoever takes the response has to answer, as Nest sees it.
  Res()(prototype, name, place);
  Reflect.deleteMetadata(RESPONSE_PASSTHROUGH_METADATA, controller, name);
}

/** Behind those that the handler has declared. */
function firstFreeArgument(controller: Type, name: string): number {
  const declared = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) as
    Readonly<Record<string, { readonly index: number }>> | undefined;
  return Math.max(-1, ...Object.values(declared ?? {}).map(({ index }) => index)) + 1;
}
