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

/** What an error says. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Nothing of an error but its stack and its causes': drivers hang on it what was asked and with which values. */
function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const cause = stackOf(error.cause);
  return [error.stack ?? error.name, ...(cause === undefined ? [] : [`caused by: ${cause}`])].join('\n');
}
