import { jest } from '@jest/globals';
import { Logger, type MessageEvent } from '@nestjs/common';
import { ChangeStream } from './change-stream.service.js';

describe('ChangeStream', () => {
  let stream: ChangeStream;
  let heard: (MessageEvent | 'end')[];
  let state: object | null;
  let looks: number;
  let may: boolean;

  beforeEach(() => {
    jest.useFakeTimers();
    stream = new ChangeStream();
    heard = [];
    state = { done: 1 };
    looks = 0;
    may = true;
  });

  afterEach(() => jest.useRealTimers());

  const look = (): Promise<object | null> => {
    looks++;
    return Promise.resolve(state);
  };
  const listen = (source = look) =>
    stream
      .watch({ name: 'one', look: source }, () => Promise.resolve(may))
      .subscribe({ next: (event) => heard.push(event), complete: () => heard.push('end') });
  const pass = (seconds: number): Promise<void> => jest.advanceTimersByTimeAsync(seconds * 1_000);

  it('tells the state at once and then only what is different', async () => {
    listen();
    await pass(3);
    state = { done: 2 };
    await pass(3);
    expect(heard).toEqual([{ data: '{"done":1}' }, { data: '{"done":2}' }]);
  });

  it('sends a comment every fifteen seconds', async () => {
    listen();
    await pass(31);
    expect(heard.filter((event) => event !== 'end' && 'comment' in event)).toHaveLength(2);
  });

  it('looks once for all who listen to the same, and tells each what is so at once', async () => {
    for (let guest = 0; guest < 40; guest++) listen();
    await pass(5.5);
    expect(looks).toBe(6);
    heard = [];
    listen();
    await pass(0);
    expect(heard).toEqual([{ data: '{"done":1}' }]);
  });

  it('tells nothing new to somebody who may no longer, and ends', async () => {
    listen();
    await pass(1);
    may = false;
    state = { done: 2 };
    await pass(1);
    expect(heard).toEqual([{ data: '{"done":1}' }, 'end']);
  });

  it('ends within seconds for somebody who may no longer, also where nothing changes', async () => {
    listen();
    await pass(1);
    may = false;
    await pass(5);
    expect(heard).toEqual([{ data: '{"done":1}' }, 'end']);
  });

  it('ends after a minute, so that the browser comes with a new request', async () => {
    listen();
    await pass(59);
    expect(heard).not.toContain('end');
    await pass(1);
    expect(heard.at(-1)).toBe('end');
  });

  it('stops looking when nobody listens any more', async () => {
    const subscription = listen();
    await pass(2);
    subscription.unsubscribe();
    const before = looks;
    await pass(20);
    expect(looks).toBe(before);
  });

  it('ends when the host stops, for those who listen and for those who come late', async () => {
    listen();
    await pass(1);
    stream.onModuleDestroy();
    listen();
    await pass(1);
    expect(heard.filter((event) => event === 'end')).toHaveLength(2);
  });

  it('ends when there is nothing left to tell of', async () => {
    listen();
    await pass(1);
    state = null;
    await pass(1);
    expect(heard).toEqual([{ data: '{"done":1}' }, 'end']);
  });

  it('ends on a failure without telling of it', async () => {
    const log = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    listen(() => Promise.reject(new Error('password=hunter2')));
    await pass(1);
    expect(heard).toEqual(['end']);
    expect(log).toHaveBeenCalled();
    log.mockRestore();
  });

  it('is logged once for all who listen to the same, whether the look fails or the question who still may', async () => {
    const log = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const broken = (): Promise<never> => Promise.reject(new Error('Out of order.'));
    for (let guest = 0; guest < 40; guest++) listen(broken);
    await pass(1);
    expect([heard.length, log.mock.calls.length]).toEqual([40, 1]);
    for (let guest = 0; guest < 40; guest++) {
      stream.watch({ name: 'two', look }, broken).subscribe({ complete: () => heard.push('end') });
    }
    await pass(1);
    expect([heard.length, log.mock.calls.length]).toEqual([80, 2]);
    stream.watch({ name: 'two', look }, broken).subscribe();
    await pass(1);
    expect(log).toHaveBeenCalledTimes(3);
    log.mockRestore();
  });
});
