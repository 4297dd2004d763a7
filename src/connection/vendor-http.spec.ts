import { jest } from '@jest/globals';
import { type LoopbackVendor, startLoopbackVendor } from '../../test/support/loopback-vendor.js';
import { eventually } from '../../test/support/stage.js';
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
    const timeout = new AbortController();
    const timer = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(timeout.signal);
    vendor.answer = answer;
    const asked = ask();
    const failed = expect(asked).rejects.toMatchObject(passes(/within 30 seconds/));
    await eventually(() => vendor.requests.length === 1);
    timeout.abort(new DOMException('It took too long.', 'TimeoutError'));
    await failed;
    expect(timer).toHaveBeenCalledWith(30_000);
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
