import { once } from 'node:events';
import { request, type Server } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { connection, PLATFORMS, StubbedHttp } from '../../test/support/stubbed-http.js';

const UPLOADS = [
  [`/dialpad/hooks/${connection.id}`, 'application/jwt'],
  ['/dialpad/mappings/import', 'text/csv'],
] as const;

describe.each(PLATFORMS)('an upload that is broken off, on %s', (platform) => {
  it('is no failure of the host, and does not keep it from stopping', async () => {
    const log = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const http = await StubbedHttp.start(platform);
    const server = http.app.getHttpServer() as Server;
    for (let time = 0; time < 20; time++) {
      for (const [path, type] of UPLOADS) {
        const headers = { 'content-type': type, ...(time % 2 === 0 && { 'content-length': '500000' }) };
        const upload = request(new URL(http.address + path), { method: 'POST', headers });
        const hasFailed = new Promise((resolve) => upload.on('error', resolve));
        const arrives = once(server, 'request');
        upload.write('x'.repeat(time * 1_000 + 1));
        await arrives;
        for (let turns = 0; turns < time; turns++) await turn();
        upload.destroy();
        await hasFailed;
      }
    }
    await http.app.close();
    const lines = log.mock.calls.map(String);
    log.mockRestore();
    expect(lines).toEqual([]);
  });
});
