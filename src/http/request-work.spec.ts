import type { ExecutionContext } from '@nestjs/common';
import { defer, EMPTY, lastValueFrom, throwError } from 'rxjs';
import { workId } from '../tracing/index.js';
import { idOfRequest, type IdentifiedRequest, RequestWork } from './request-work.js';

const asked = (id: unknown, header?: string): IdentifiedRequest => ({
  id,
  headers: header === undefined ? {} : { 'x-request-id': header },
});

describe('the id of a request', () => {
  it("is the host's logger's, else what a proxy sent along", () => {
    expect(idOfRequest(asked('of-the-logger', 'of-the-proxy'))).toBe('of-the-logger');
    expect(idOfRequest(asked(undefined, 'of-the-proxy'))).toBe('of-the-proxy');
  });

  it.each([undefined, '', 'a b', 'a\nb', 'x'.repeat(65), '<script>'])('is a new one instead of %j', (sent) => {
    expect(idOfRequest(asked(sent, sent))).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a request that does much', () => {
  const context = { switchToHttp: () => ({ getRequest: () => asked('request-1') }) } as unknown as ExecutionContext;
  const work = new RequestWork();

  it('is worked on under its id from beginning to end, and answers what it answers', async () => {
    const answer = defer(async () => {
      const atFirst = workId();
      await new Promise((resolve) => setImmediate(resolve));
      return [atFirst, workId()];
    });
    expect(await lastValueFrom(work.intercept(context, { handle: () => answer }))).toEqual(['request-1', 'request-1']);
    expect(workId()).toBeUndefined();
  });

  it('may answer nothing, or fail', async () => {
    expect(await lastValueFrom(work.intercept(context, { handle: () => EMPTY }))).toBeUndefined();
    const failing = { handle: () => throwError(() => new Error('no')) };
    await expect(lastValueFrom(work.intercept(context, failing))).rejects.toThrow('no');
  });
});
