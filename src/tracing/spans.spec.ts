import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { ProviderError } from '../contract/index.js';
import { LogEvent } from './log-event.js';
import { inSpan } from './spans.js';

describe('spans, where the host has no OpenTelemetry SDK', () => {
  it('record nothing, and change nothing', async () => {
    expect(await inSpan('fetch', {}, () => Promise.resolve(1))).toBe(1);
    await expect(inSpan('fetch', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(new LogEvent('odd', 'Odd.').traceId).toBeUndefined();
  });
});

describe('spans, where it has one', () => {
  const exporter = new InMemorySpanExporter();

  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  });

  afterEach(() => exporter.reset());

  afterAll(() => {
    trace.disable();
    context.disable();
  });

  it('lie inside each other as the work does, and say what it was', async () => {
    await inSpan('window', { round: 'r1' }, async (note) => {
      await inSpan('page', { records: 50 }, () => Promise.resolve());
      note({ pages: 1 });
    });
    const [page, window] = exporter.getFinishedSpans();
    expect(page).toMatchObject({ name: 'phone_system.page', attributes: { 'phone_system.records': 50 } });
    expect(window).toMatchObject({
      name: 'phone_system.window',
      attributes: { 'phone_system.round': 'r1', 'phone_system.pages': 1 },
    });
    expect(page?.parentSpanContext?.spanId).toBe(window?.spanContext().spanId);
  });

  it('tell a failure by its name, and nothing that it says', async () => {
    const refused = new ProviderError({ kind: 'slowDown' }, 'Too many requests.');
    await expect(inSpan('request', {}, () => Promise.reject(refused))).rejects.toBe(refused);
    await expect(inSpan('page', {}, () => Promise.reject(new TypeError('hunter2')))).rejects.toThrow('hunter2');
    expect(exporter.getFinishedSpans().map(({ status, events }) => [status, events])).toEqual([
      [{ code: SpanStatusCode.ERROR, message: 'slowDown' }, []],
      [{ code: SpanStatusCode.ERROR, message: 'TypeError' }, []],
    ]);
  });

  it('are named by the lines that are logged in them', async () => {
    const line = await inSpan('fetch', {}, () => Promise.resolve(new LogEvent('odd', 'Odd.')));
    expect(line.traceId).toBe(exporter.getFinishedSpans()[0]?.spanContext().traceId);
  });
});
