import { renderToString } from 'preact-render-to-string';
import { HOSTILE, textOf } from '../../../../test/support/drawn.js';
import { html, type View } from '../shared/html.js';
import { CallPage, callTitle } from './call-page.js';
import type { CallModel } from './model.js';

describe('the call page', () => {
  const model: CallModel = {
    call: {
      callId: 'c1',
      externalId: '9007199254740993',
      employee: { id: 'e1', name: 'Dana Reyes' },
      direction: 'outbound',
      outcome: 'answered',
      startedAt: '2026-11-20T15:05:50.000Z',
      connectedAt: '2026-11-20T15:06:00.000Z',
      endedAt: '2026-11-20T15:15:00.000Z',
      counterparty: { number: null, name: HOSTILE, internal: false },
      group: null,
      explain: 'points',
      transferred: false,
      labels: [],
      flagged: false,
      flagReason: null,
      exclusion: null,
      mayExclude: false,
      mayObjectOn: null,
      objections: [],
      credit: [{ day: '2026-11-20', countedSeconds: 300, points: 5, text: '5 min counted; 4 min counted already.' }],
      conversation: [],
    },
    me: 'e1',
    timeZone: 'America/New_York',
    number: null,
    from: null,
    named: [],
  };

  it('shows what was counted and why, and leads back to the day', () => {
    const drawn = renderToString(html`<${CallPage} model=${model} />`);
    expect(textOf(html`<${CallPage} model=${model} />`)).toContain(
      '5 min counted; 4 min counted already. Fri, Nov 20 · 5 min +5 points',
    );
    expect(drawn).toContain('href="/employees/e1/days/2026-11-20"');
    expect(drawn).not.toContain(HOSTILE);
  });

  it('leads back to the day from which one came, and tells the day of an end after midnight', () => {
    const times = { startedAt: '2026-11-21T04:50:00.000Z', connectedAt: '2026-11-21T04:50:00.000Z' };
    const part = { countedSeconds: 600, points: 10, text: '10 min of it on this day: all counted.' };
    const credit = ['2026-11-20', '2026-11-21'].map((day) => ({ day, ...part }));
    const call = { ...model.call, ...times, endedAt: '2026-11-21T05:10:00.000Z', credit };
    const come = (from: string | null): View => html`<${CallPage} model=${{ ...model, call, from }} />`;
    expect(textOf(come(null))).toMatch(/Friday, November 20, 2026 · Back to the day/);
    expect(renderToString(come(null))).toContain('href="/employees/e1/days/2026-11-20">Back to the day');
    expect(renderToString(come('2026-11-21'))).toContain('href="/employees/e1/days/2026-11-21">Back to Sat, Nov 21');
    expect(textOf(come(null))).toMatch(/Ended 00:10:00 on Sat, Nov 21/);
    expect(textOf(come(null))).toMatch(/Talk began 23:50:00 /);
  });

  it('names the call for the phone system’s support, writes numbers in groups, and leads to calls that it names', () => {
    const text = '5 min counted; 4 min already counted for “Call with Robin Vale” (10:00–10:10).';
    const counterparty = { number: '+48223070000', name: null, internal: false };
    const call = { ...model.call, counterparty, credit: [{ day: '2026-11-20', countedSeconds: 300, points: 5, text }] };
    const named = [{ callId: 'c7', title: 'Call with Robin Vale', connectedAt: '2026-11-20T15:00:00.000Z' }];
    const view = html`<${CallPage} model=${{ ...model, call, number: '+48 22 307 00 00', named }} />`;
    expect(textOf(view)).toContain('Id in the phone system 9007199254740993');
    expect(textOf(view)).toContain('Outgoing call to +48 22 307 00 00');
    expect(textOf(view)).not.toContain('+48223070000');
    expect(renderToString(view)).toContain('<a href="/calls/c7">Call with Robin Vale</a>');
  });

  it('says why the call of a line that nobody has counts for nobody', () => {
    const call = { ...model.call, employee: null, credit: [] };
    expect(textOf(html`<${CallPage} model=${{ ...model, call }} />`)).toContain(
      'Nobody here is matched to its line, so it counts for nobody.',
    );
  });

  it('offers excluding only to those who may', () => {
    expect(textOf(html`<${CallPage} model=${model} />`)).not.toContain('Exclude');
    const call = { ...model.call, mayExclude: true };
    expect(textOf(html`<${CallPage} model=${{ ...model, call }} />`)).toContain('Exclude this call');
  });

  it('says of an excluded call who may let it count again, and offers it to nobody else', () => {
    const exclusion = {
      by: { id: 'e9', name: 'Lee Park' },
      at: '2026-11-21T10:00:00.000Z',
      as: 'admin' as const,
      note: 'A test',
      mayInclude: false,
    };
    const drawn = (more: object): string => {
      const call = { ...model.call, exclusion: { ...exclusion, ...more } };
      return textOf(html`<${CallPage} model=${{ ...model, call }} />`);
    };
    expect(drawn({})).toMatch(
      /It stays excluded until Lee Park or\s+an administrator lets it count again; nobody does that for a call of their own\./,
    );
    expect(drawn({ as: 'manager' })).toMatch(/Lee Park or\s+a manager or an administrator lets it count again/);
    expect(drawn({})).not.toContain('Count it again');
    expect(drawn({ mayInclude: true })).toContain('Count it again');
  });

  it('leads to those records of the conversation that whoever looks may open, and to no others', () => {
    const record = {
      externalId: '2',
      direction: 'inbound' as const,
      outcome: 'answered' as const,
      startedAt: '2026-11-20T15:05:50.000Z',
      connectedAt: '2026-11-20T15:06:00.000Z',
      endedAt: '2026-11-20T15:15:00.000Z',
      group: null,
    };
    const conversation = [
      { ...record, callId: 'c2', employee: { id: 'e2', name: 'Ann Lee' }, mayOpen: true },
      { ...record, callId: 'c3', employee: { id: 'e3', name: 'Bo Ray' }, mayOpen: false },
    ];
    const drawn = renderToString(html`<${CallPage} model=${{ ...model, call: { ...model.call, conversation } }} />`);
    expect(drawn.match(/href="\/calls\/[^"]*"/g)).toEqual(['href="/calls/c2"']);
    expect(drawn).toContain('Bo Ray');
  });

  it('is named after whom the call was with', () => {
    const named = (name: string | null, number: string | null) => {
      const counterparty = { name, number: number?.replaceAll(' ', '') ?? null, internal: false };
      return callTitle({ ...model, number, call: { ...model.call, counterparty } });
    };
    expect(named('Robin Vale', '+1 415 555 0100')).toBe('Outgoing call to Robin Vale');
    expect(named(null, '+1 415 555 0100')).toBe('Outgoing call to +1 415 555 0100');
    expect(named(null, null)).toBe('Outgoing call to a withheld number');
  });
});
