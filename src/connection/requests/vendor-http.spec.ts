import { jest } from '@jest/globals';
import { type LoopbackVendor, startLoopbackVendor } from '../../../test/support/loopback-vendor.js';
import { eventually } from '../../../test/support/stage.js';
import { askVendor, type VendorAnswer } from './vendor-http.js';

const NEVER = new AbortController().signal;
const LARGEST = 32 * 1024 * 1024;

describe('asking a vendor', () => {
  let vendor: LoopbackVendor;

  beforeEach(async () => {
    vendor = await startLoopbackVendor();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    jest.useRealTimers();
    await vendor.close();
  });

  const ask = (origin = vendor.baseUrl): Promise<VendorAnswer> =>
    askVendor({ method: 'GET', url: new URL('/calls', origin), headers: {}, signal: NEVER });
  const passes = (message: RegExp) => ({ failure: { kind: 'tryLater' }, message: expect.stringMatching(message) });

  it('passes by itself where its name is not found', async () => {
    await expect(ask('http://nowhere.invalid')).rejects.toMatchObject(passes(/could not be reached/));
  });

  it('passes by itself where nobody listens', async () => {
    const gone = await startLoopbackVendor();
    await gone.close();
    await expect(ask(gone.baseUrl)).rejects.toMatchObject(passes(/could not be reached/));
  });

  it.each<[string, LoopbackVendor['answer']]>([
    ['the whole answer', () => undefined],
    ['the rest of one', (_request, response) => void response.writeHead(200).write('{"items": [')],
  ])('passes by itself where %s is waited for in vain, after thirty seconds', async (_what, answer) => {
    jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
    vendor.answer = answer;
    const asked = ask();
    const failed = expect(asked).rejects.toMatchObject(passes(/within 30 seconds/));
    await eventually(() => vendor.requests.length === 1);
    jest.advanceTimersByTime(29_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(1);
    await failed;
  });

  it('keeps nothing of a request that is over', async () => {
    jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
    const signal = new AbortController().signal;
    const listening = new Set<unknown>();
    jest.spyOn(signal, 'addEventListener').mockImplementation((_type, listener) => void listening.add(listener));
    jest.spyOn(signal, 'removeEventListener').mockImplementation((_type, listener) => void listening.delete(listener));
    await askVendor({ method: 'GET', url: new URL('/calls', vendor.baseUrl), headers: {}, signal });
    await expect(
      askVendor({ method: 'GET', url: new URL('http://nowhere.invalid'), headers: {}, signal }),
    ).rejects.toThrow();
    expect([jest.getTimerCount(), listening.size]).toEqual([0, 0]);
  });

  it('is over when it is told to stop, also before it began', async () => {
    vendor.answer = () => undefined;
    const stop = new AbortController();
    const asked = askVendor({
      method: 'GET',
      url: new URL('/calls', vendor.baseUrl),
      headers: {},
      signal: stop.signal,
    });
    const stopped = expect(asked).rejects.toThrow('The host stops.');
    await eventually(() => vendor.requests.length === 1);
    stop.abort(new Error('The host stops.'));
    await stopped;
    await expect(
      askVendor({ method: 'GET', url: new URL('/calls', vendor.baseUrl), headers: {}, signal: stop.signal }),
    ).rejects.toThrow('The host stops.');
    expect(vendor.requests).toHaveLength(1);
  });

  it('takes an answer of 32 MiB, and does not read a longer one to its end', async () => {
    const longest = Buffer.alloc(LARGEST, ' ');
    vendor.answer = (_request, response) => void response.end(longest);
    expect((await ask()).text).toHaveLength(longest.byteLength);
    vendor.answer = (_request, response) => {
      response.write(longest);
      response.write(' ');
    };
    await expect(ask()).rejects.toMatchObject({ failure: { kind: 'unreadable', where: 'answer' } });
  });
});
