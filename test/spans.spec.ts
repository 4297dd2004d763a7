import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { partyOf } from '../src/testing/index.js';
import { type House, openHouse } from './support/house.js';
import { connectDialpad, signIn, until } from './support/way.js';

describe('a host with an OpenTelemetry SDK', () => {
  const exporter = new InMemorySpanExporter();
  let house: House;

  const spans = (name: string): ReadableSpan[] =>
    exporter.getFinishedSpans().filter((span) => span.name === `phone_system.${name}`);
  const parentOf = (span: ReadableSpan): string | undefined =>
    exporter.getFinishedSpans().find((one) => one.spanContext().spanId === span.parentSpanContext?.spanId)?.name;

  beforeAll(async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
    house = await openHouse({ LOG_LEVEL: 'silent' });
    const dana = await signIn(house.url, 'dana@acme.example');
    await connectDialpad(dana, 'dana@acme.example', 'allow');
    await dana.untilComplete();
    const { users } = house.dialpad.company('acme.example');
    const target = partyOf(house.dialpad.company('acme.example'), users[0]?.id ?? '');
    const endedAt = Date.now() - 1_000;
    house.dialpad.addCall('acme.example', { direction: 'inbound', startedAt: endedAt - 60_000, endedAt, target });
    await until(
      'something was fetched, scored, handed over and delivered',
      async () => {
        await house.dialpad.tellWhatIsDue();
        return ['fetch', 'score', 'publish', 'delivery'].map((name) => spans(name).length);
      },
      (counts) => counts.every((count) => count > 0),
    );
  }, 120_000);

  afterAll(async () => {
    await house?.close();
    trace.disable();
    context.disable();
  });

  it('sees what a fetch was spent on: windows, their pages, and the requests for them', () => {
    // Another fetch may be under way, whose windows have not ended.
    const ended = new Set(spans('fetch').map((span) => span.spanContext().traceId));
    const within = (name: string): ReadableSpan[] =>
      spans(name).filter((span) => ended.has(span.spanContext().traceId));
    const pages = within('page');
    expect(pages.length).toBeGreaterThan(0);
    expect(new Set(pages.map(parentOf))).toEqual(new Set(['phone_system.window']));
    expect(new Set(within('window').map(parentOf))).toEqual(new Set(['phone_system.fetch']));
    const lists = spans('request').filter((span) => parentOf(span) === 'phone_system.window');
    expect(lists.length).toBeGreaterThanOrEqual(pages.length);
    expect(lists[0]?.attributes).toMatchObject({
      'phone_system.method': 'GET',
      'phone_system.path': '/api/v2/call',
      'phone_system.status': 200,
    });
    expect(spans('window').map(({ attributes }) => attributes['phone_system.kind'])).toEqual(
      expect.arrayContaining(['history']),
    );
  });

  it('sees scorings and deliveries', () => {
    expect(spans('score').some(({ attributes }) => Number(attributes['phone_system.days']) > 0)).toBe(true);
    const outcomes = spans('delivery')
      .filter(({ attributes }) => attributes['phone_system.provider'] === 'dialpad')
      .map(({ attributes }) => attributes['phone_system.outcome']);
    expect(outcomes[0]).toMatch(/^(stored|ignored)$/);
  });

  it('is told ids, names and counts: no query, no number, no e-mail address', () => {
    const told = exporter.getFinishedSpans().flatMap(({ attributes }) => Object.values(attributes).map(String));
    expect(told.length).toBeGreaterThan(20);
    expect(told.filter((text) => /[?=@]|\+\d{7}/.test(text))).toEqual([]);
  });
});
