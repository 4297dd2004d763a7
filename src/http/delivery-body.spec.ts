import { createServer, type IncomingMessage, type Server } from 'node:http';
import request from 'supertest';
import { Problem } from '../support/problem.js';
import { type DeliveryRequest, readDelivery } from './delivery-body.js';

const LIMIT = 1_000;

const serverThat = (before: (request: IncomingMessage) => Promise<unknown> | void): Server =>
  createServer((incoming, response) => {
    void (async () => {
      try {
        await before(incoming);
        const body = await readDelivery(incoming as DeliveryRequest, LIMIT);
        response.end(body === null ? 'gone' : `read ${body.length}`);
      } catch (error) {
        response.statusCode = error instanceof Problem ? error.status : 500;
        response.end();
      }
    })();
  });

describe('readDelivery', () => {
  const untouched = serverThat(() => undefined);

  it.each(['text/plain', 'application/jwt', 'application/json', 'image/png'])('reads bytes of %s', async (type) => {
    await request(untouched).post('/').set('content-type', type).send('{"a":1}').expect(200, 'read 7');
  });

  it('reads an empty body', async () => {
    await request(untouched).post('/').expect(200, 'read 0');
  });

  it('takes the limit itself and refuses one byte more, whether announced or not', async () => {
    await request(untouched).post('/').set('content-type', 'text/plain').send('x'.repeat(LIMIT)).expect(200);
    await request(untouched)
      .post('/')
      .set('content-type', 'text/plain')
      .send('x'.repeat(LIMIT + 1))
      .expect(413);
    const chunked = request(untouched).post('/').set('transfer-encoding', 'chunked');
    chunked.write('x'.repeat(LIMIT));
    chunked.write('x');
    await chunked.expect(413);
  });

  it('takes the bytes that a parser kept', async () => {
    const parsed = serverThat((incoming) => {
      Object.assign(incoming, { rawBody: Buffer.from('kept') });
    });
    await request(parsed).post('/').send('whatever').expect(200, 'read 4');
  });

  it('knows that a parser was there and kept nothing', async () => {
    const parsed = serverThat(async (incoming) => {
      for await (const chunk of incoming.iterator({ destroyOnReturn: false })) void chunk;
    });
    await request(parsed).post('/').send('whatever').expect(200, 'gone');
  });
});
