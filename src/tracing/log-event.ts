import { isSpanContextValid, trace } from '@opentelemetry/api';
import { workId } from './work.js';

/** What a log line may tell beside its sentence. A `Secret` is none of these, so it does not come into a line. */
export type Fact = string | number | boolean | Date | null;
export type Facts = Readonly<Record<string, Fact | undefined>>;

/**
 * One line of the log. To a structured logger it is an object with these fields; to one that writes text, a sentence
 * with the fields behind it, on one line.
 */
export class LogEvent {
  /** What happened, as a machine looks for it, such as `window-failed`. */
  readonly event: string;
  /** The job or request in which it happened. */
  readonly work?: string;
  readonly traceId?: string;
  readonly msg: string;

  constructor(event: string, sentence: string, facts: Facts = {}) {
    const span = trace.getActiveSpan()?.spanContext();
    Object.assign(this, withoutUndefined({ work: workId(), ...facts, event }));
    if (span !== undefined && isSpanContextValid(span)) this.traceId = span.traceId;
    this.msg = sentence;
  }

  toString(): string {
    const { msg, ...fields } = this;
    const text = Object.entries(fields).map(([name, value]) => `${name}=${oneLine(value)}`);
    return `${oneLine(msg)} [${text.join(' ')}]`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

const withoutUndefined = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));

/** A line that was made up elsewhere must not pass for two. */
const oneLine = (value: Fact): string =>
  (value instanceof Date ? value.toISOString() : String(value)).replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
