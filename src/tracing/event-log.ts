import { Logger } from '@nestjs/common';
import { type Facts, LogEvent } from './log-event.js';

/** Where a part of this package logs: one line an event, through the host's own logger. */
export class EventLog {
  private readonly logger: Logger;

  /** @param source the part, as it stands in front of its lines */
  constructor(source: string) {
    this.logger = new Logger(source);
  }

  debug(event: string, sentence: string, facts?: Facts): void {
    this.logger.debug(new LogEvent(event, sentence, facts));
  }

  info(event: string, sentence: string, facts?: Facts): void {
    this.logger.log(new LogEvent(event, sentence, facts));
  }

  warn(event: string, sentence: string, facts?: Facts): void {
    this.logger.warn(new LogEvent(event, sentence, facts));
  }

  /** Something that nobody provided for: its own words, and where it came from. */
  failed(event: string, error: unknown, facts?: Facts): void {
    this.logger.error(new LogEvent(event, wordsOf(error), { ...facts, stack: stackOf(error) }));
  }
}

/** What an error says; of a database's, which quotes the values that it was given, what it is about. */
export const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return isOfDatabase(error) ? databaseWords(error) : error.message;
};

interface DatabaseError extends Error {
  readonly code: string;
  readonly constraint?: unknown;
}

const isOfDatabase = (error: Error): error is DatabaseError =>
  'code' in error && typeof error.code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(error.code);

const databaseWords = ({ code, constraint }: DatabaseError): string =>
  `The database refused it with ${code}${typeof constraint === 'string' ? ` (${constraint})` : ''}.`;

/** Nothing of an error but its stack and its causes': drivers hang on it what was asked and with which values. */
function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, stack = name } = error;
  const own = isOfDatabase(error) ? [`${name}: ${databaseWords(error)}`, ...framesIn(stack)].join('\n') : stack;
  const cause = stackOf(error.cause);
  return cause === undefined ? own : `${own}\ncaused by: ${cause}`;
}

/** Of a stack, which begins with the message, only the lines that say where in the code. */
const framesIn = (stack: string): string[] =>
  stack.split('\n').filter((line) => /^ +at .*(:\d+\)?|<anonymous>\)?)$/.test(line));
