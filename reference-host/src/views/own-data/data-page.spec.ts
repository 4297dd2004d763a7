import { renderToString } from 'preact-render-to-string';
import { HOSTILE, textOf } from '../../../../test/support/drawn.js';
import { nothingStored } from '../../../../test/support/drawn-data.js';
import { html, type View } from '../shared/html.js';
import { DataPage } from './data-page.js';
import { dataHref, type DataModel } from './model.js';

const model: DataModel = {
  ...nothingStored,
  summary: {
    ...nothingStored.summary,
    stored: [
      { kind: 'calls', count: 1204, from: '2026-10-31', to: '2026-11-29', days: 400, until: 'For 400 days.' },
      { kind: 'objections', count: 0, from: null, to: null, days: 400, until: 'For 400 days.' },
    ],
    acknowledgements: [{ version: 'a1', at: '2026-11-20T15:06:00.000Z' }],
  },
};

const draw = (more: Partial<DataModel> = {}): View => html`<${DataPage} model=${{ ...model, ...more }} />`;
const line = { phoneSystem: 'Dialpad', connected: true, phoneUserId: 'u1', displayName: 'Dana', numbers: [] };
const reader = {
  readerId: 'e2',
  name: 'Lee Park',
  role: 'manager',
  what: 'day',
  at: '2026-11-20T15:06:00.000Z',
} as const;

describe('the page of one’s own data', () => {
  it('says how much is stored, of which days, and until when', () => {
    expect(textOf(draw())).toMatch(/Calls 1,204 Oct 31, 2026 – Nov 29, 2026 For 400 days\./);
    expect(textOf(draw())).toMatch(/Objections and answers 0 For 400 days\./);
    expect(textOf(draw())).toMatch(/Who answers questions: privacy@acme\.example/);
  });

  it('says of which days calls are stored at all, where the company says so', () => {
    expect(textOf(draw())).not.toContain('Calls are stored');
    const { summary } = model;
    const told = (storedFrom: string | null, storedUntil: string | null): string =>
      textOf(draw({ summary: { ...summary, employee: { ...summary.employee, storedFrom, storedUntil } } }));
    expect(told('2026-11-01', '2026-12-01')).toContain('Calls are stored from Nov 1, 2026 up to Nov 30, 2026');
    expect(told(null, '2026-12-01')).toContain('Calls are stored up to Nov 30, 2026');
    expect(told('2026-11-01', '2026-11-01')).toContain('Calls are stored of no day');
    expect(told(null, '0001-01-01')).toContain('Calls are stored of no day');
  });

  it('says whose lines they are, and since when', () => {
    const lines = [
      { ...line, source: 'manual', matchedOn: null, from: '2026-10-01', until: '2026-11-01' },
      { ...line, source: 'auto', matchedOn: 'email', from: null, until: null },
    ] as const;
    const text = textOf(draw({ summary: { ...model.summary, lines } }));
    expect(text).toContain('Since Oct 1, 2026, until Oct 31, 2026; matched by hand.');
    expect(text).toContain('Since the first day that is known; matched by the e-mail address.');
    expect(textOf(draw())).toContain('No line of a phone system is matched');
  });

  it('says who looked, a page at a time', () => {
    const first = draw({ readers: { items: [reader], nextPage: 2 } });
    expect(textOf(first)).toMatch(/Lee Park manager Days, with their calls and scores Nov 20, 2026, 10:06 EST/);
    expect(renderToString(first)).toContain(`href="${dataHref('e1', 2)}"`);
    expect(renderToString(first)).not.toContain('Newer');
    const last = draw({ readers: { items: [reader], nextPage: null }, page: 2 });
    expect(renderToString(last)).toContain('href="/employees/e1/data"');
    expect(textOf(draw())).toContain('Nobody has looked');
  });

  it('says whether the notice that holds now was acknowledged', () => {
    expect(textOf(draw())).toMatch(/Read Version a1 ?, which holds now: acknowledged on/);
    expect(textOf(draw({ noticeVersion: 'b2' }))).toMatch(
      /Not acknowledged Version a1 ?: acknowledged on .* Read the notice and acknowledge it/,
    );
  });

  it('tells an administrator that they are seen, and shows what people are called as text', () => {
    const employee = { ...model.summary.employee, name: HOSTILE };
    const drawn = draw({ own: false, summary: { ...model.summary, employee } });
    expect(textOf(drawn)).toContain('That you opened this page is written down');
    expect(renderToString(drawn)).not.toContain(HOSTILE);
  });
});
