import { inspect } from 'node:util';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { pino } from 'pino';
import { Secret } from '../contract/index.js';
import { createTestDatabase } from '../../test/support/test-database.js';
import { openOrm } from '../storage/index.js';
import { EventLog } from './event-log.js';
import { type Facts, LogEvent } from './log-event.js';
import { inWork } from './work.js';

const event = (facts?: Facts): LogEvent =>
  inWork('job-1', () => new LogEvent('window-failed', 'Dialpad is away.', facts));

/** What a structured logger writes of it. */
function written(it: object): object {
  let line = '';
  pino({ base: null, timestamp: false }, { write: (text: string) => (line += text) }).warn(Object.assign({}, it));
  return JSON.parse(line) as object;
}

describe('a line of the log', () => {
  it('is an object to a structured logger, with the work that it belongs to', () => {
    expect(written(event({ connection: 'c1', records: 3, at: new Date(0), nothing: null }))).toEqual({
      level: 40,
      event: 'window-failed',
      work: 'job-1',
      connection: 'c1',
      records: 3,
      at: '1970-01-01T00:00:00.000Z',
      nothing: null,
      msg: 'Dialpad is away.',
    });
  });

  it('is a sentence with its facts to a logger that writes text, and one line whatever stands in it', () => {
    const line = inspect(new LogEvent('odd', 'Two\nlines.', { said: 'a\r\n\u2028b', at: new Date(0) }));
    expect(line).toBe('Two lines. [said=a b at=1970-01-01T00:00:00.000Z event=odd]');
  });

  it('comes through the logger that the host has chosen, as one line', () => {
    const printed: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    Logger.overrideLogger(new ConsoleLogger({ colors: false }));
    new EventLog('RoundWorker').warn('window-failed', 'Dialpad is away.', { connection: 'c1' });
    write.mockRestore();
    Logger.overrideLogger(true);
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(/\[RoundWorker\] Dialpad is away\. \[connection=c1 event=window-failed\]\n$/);
  });

  it('takes no secret: it is no fact, and would not print', () => {
    const secret = new Secret('hunter2');
    // @ts-expect-error A secret is no fact.
    const facts: Facts = { secret };
    const it = event(facts);
    expect(
      [JSON.stringify(written(it)), it.toString(), inspect(it, { showHidden: true }), `${secret}`].join(),
    ).not.toContain('hunter2');
    expect([inspect(secret, { showHidden: true }), JSON.stringify({ secret }), String(secret), secret + '']).toEqual([
      '[secret]',
      '{"secret":"[secret]"}',
      '[secret]',
      '[secret]',
    ]);
  });

  it('tells of an error that nobody provided for its words and where it came from, and not what hangs on it', () => {
    const error = Object.assign(new Error('It broke.', { cause: new Error('The disk is full.') }), {
      parameters: ['hunter2'],
    });
    const log = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    new EventLog('PhoneSystems').failed('request-failed', error, { path: '/rules' });
    const [it] = log.mock.calls[0] ?? [];
    log.mockRestore();
    expect(it).toMatchObject({ event: 'request-failed', msg: 'It broke.', path: '/rules' });
    expect((it as { stack?: string }).stack).toMatch(
      /^Error: It broke\.\n +at .*\ncaused by: Error: The disk is full\.\n/s,
    );
    expect(inspect(it)).not.toContain('hunter2');
  });

  it('tells of a refusal of the database its code and constraint, and no value that it quotes', async () => {
    const database = await createTestDatabase();
    const orm = await openOrm(database.location);
    const log = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const refused = async (statement: string, values: readonly unknown[]): Promise<void> => {
      const error = await orm.em
        .fork()
        .execute(statement, [...values])
        .catch((reason: unknown) => reason);
      new EventLog('PhoneSystems').failed('job-failed', new Error('It broke.', { cause: error }));
      new EventLog('PhoneSystems').failed('job-failed', error);
    };
    try {
      await orm.em.fork().execute('create table person (name text, phone text check (length(phone) < 3))');
      await refused('insert into person values (?, ?)', ['Robin Vale', '+14155550123']);
      await refused(`select cast(? as uuid)`, ['Robin Vale']);
      await refused(`select ?::text::int`, ['+14155550123 Robin']);
    } finally {
      await orm.close(true);
      await database.drop();
    }
    const lines = log.mock.calls.map(([line]) => inspect(line) + JSON.stringify(line));
    log.mockRestore();
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).not.toMatch(/Robin|Vale|4155550123/);
    expect(lines[1]).toContain('The database refused it with 23514 (person_phone_check).');
  });

  it.each([
    ['no frames', 'error: Failing row contains (Robin Vale).'],
    ['a message of several lines', 'error: one\n    at Robin Vale\n    at work (file.ts:1:2)'],
  ])('quotes nothing of a refusal whose stack has %s', (_what, stack) => {
    const log = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    new EventLog('PhoneSystems').failed('job-failed', Object.assign(new Error('Robin Vale'), { code: '23514', stack }));
    const lines = log.mock.calls.map(([line]) => inspect(line));
    log.mockRestore();
    expect(lines.join()).not.toContain('Robin');
  });
});
