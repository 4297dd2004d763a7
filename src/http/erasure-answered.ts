import type { AbstractHttpAdapter } from '@nestjs/core';
import type { Remainder } from '../privacy/index.js';
import type { ErasureAnswer } from './answers/erasure.answer.js';

/** Answers an erasure: 204 where nothing remains, and 200 with what does. */
export function erasureAnswered(
  adapter: AbstractHttpAdapter,
  response: object,
  remains: readonly Remainder[],
): ErasureAnswer | undefined {
  adapter.status(response, remains.length === 0 ? 204 : 200);
  return remains.length === 0 ? undefined : { remains };
}
