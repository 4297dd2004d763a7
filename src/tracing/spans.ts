import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { ProviderError } from '../contract/index.js';

const TRACER = 'prodoscore-phone-systems';
const PREFIX = 'phone_system.';

type Told = Readonly<Record<string, string | number>>;

/** Adds to what a span tells. */
export type Note = (more: Told) => void;

/**
 * Does something within a span, so that a host with an OpenTelemetry SDK sees what its time went to. Without one nothing
 * is recorded. A failure is told by its name: what it says may come from outside.
 *
 * @param name without the prefix `phone_system.`, which attributes are given as well
 */
export async function inSpan<T>(name: string, attributes: Told, work: (note: Note) => Promise<T>): Promise<T> {
  return await trace
    .getTracer(TRACER)
    .startActiveSpan(PREFIX + name, { attributes: prefixed(attributes) }, async (span) => {
      try {
        return await work((more) => span.setAttributes(prefixed(more)));
      } catch (error) {
        fail(span, error);
        throw error;
      } finally {
        span.end();
      }
    });
}

function fail(span: Span, error: unknown): void {
  const name = error instanceof Error ? error.name : 'Error';
  const message = error instanceof ProviderError ? error.failure.kind : name;
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

const prefixed = (attributes: Told): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [PREFIX + name, value]));
