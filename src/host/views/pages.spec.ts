import { renderToString } from 'preact-render-to-string';
import { CallPage, callTitle } from './call/call-page.js';
import type { CallModel } from './call/model.js';
import { DayPage } from './day/day-page.js';
import type { DayModel } from './day/model.js';
import { monthSpan } from './day/month-span.js';
import { everybody, type SettingsModel } from './settings/model.js';
import { SettingsPage } from './settings/settings-page.js';
import { html, type View } from './shared/html.js';
import type { SurfaceConnection, SurfaceMapping, SurfaceSystem } from './shared/surface.js';
import { SignInPage, type SignInModel } from './sign-in-page.js';

const HOSTILE = '<img src=x onerror=alert(1)>';

/** What a person reads: the drawing without its markup. */
const textOf = (view: View): string =>
  renderToString(view)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

const dialpad: SurfaceSystem = {
  key: 'dialpad',
  displayName: 'Dialpad',
  icon: 'data:image/svg+xml,x',
  docsUrl: 'https://dialpad.example',
  capabilities: [],
  scopes: [{ name: 'calls:list', why: 'To list calls.' }],
  limitations: ['Video calls are not shown.'],
  configured: true,
  connection: null,
};
const connection: SurfaceConnection = {
  key: 'dialpad',
  status: 'connected',
  account: { externalId: '1', name: 'Acme', domains: ['acme.example'] },
  connectedBy: 'e1',
  connectedAt: '2026-11-20T15:00:00.000Z',
  progress: { phase: 'history', done: 3, total: 30, records: 120, secondsLeft: 130 },
  lastFetchAt: null,
  completeUntil: null,
  nextFetchAt: '2026-11-20T15:05:00.000Z',
  problem: null,
  refusedScores: null,
};
const unmatched: SurfaceMapping = {
  employee: { id: 'e2', name: HOSTILE, emails: ['ann@acme.example'], phones: [] },
  phoneUser: null,
  source: 'none',
  matchedOn: null,
  since: null,
  candidates: [],
};
const settings = (more: Partial<SettingsModel> = {}): View => {
  const model: SettingsModel = {
    systems: { items: [dialpad], selected: null },
    notes: [],
    chosen: 'dialpad',
    connection: null,
    rounds: [],
    comparison: null,
    rejected: [],
    mappings: null,
    mappingQuery: everybody,
    visit: null,
    timeZone: 'America/New_York',
    today: '2026-11-20',
    connectedByName: 'Dana Reyes',
    ...more,
  };
  return html`<${SettingsPage} model=${model} />`;
};

describe('the settings page', () => {
  it('says before connecting what it needs, asks for, stores and cannot show', () => {
    const text = textOf(settings());
    for (const words of ['licence', 'calls:list', 'To list calls.', 'never stored', 'Video calls are not shown.']) {
      expect(text).toContain(words);
    }
    expect(renderToString(settings())).toContain(
      'href="/api/phone-systems/dialpad/connect?returnTo=%2Fsettings%2Fproducts%2Fphone-system"',
    );
  });

  it('offers no connecting where another is connected, or where the operator has not set it up', () => {
    const other: SurfaceSystem = { ...dialpad, key: 'example', displayName: 'Example Phone', connection };
    const systems = { items: [dialpad, other], selected: 'example' };
    expect(textOf(settings({ systems }))).toContain('Go to Example Phone to disconnect it first.');
    const unset = { items: [{ ...dialpad, configured: false }], selected: null };
    expect(textOf(settings({ systems: unset }))).not.toContain('Authenticate with');
  });

  it('says in the drop-down why an installed phone system cannot be connected', () => {
    const unset = { items: [{ ...dialpad, configured: false }], selected: null };
    const notes = [
      {
        key: 'dialpad',
        displayName: 'Dialpad',
        state: 'settings missing' as const,
        why: 'DIALPAD_CLIENT_ID is not set.',
      },
      { key: 'old-voice', displayName: 'Old Voice', state: 'incompatible' as const, why: 'It needs Node >=99.' },
    ];
    const view = settings({ systems: unset, notes });
    expect(textOf(view)).toContain('Dialpad – settings missing: DIALPAD_CLIENT_ID is not set.');
    expect(renderToString(view)).toMatch(
      /<option[^>]* disabled[^>]*><span>Old Voice<small class="why"><span class="dash"> – <\/span>incompatible: It needs Node >=99\.</,
    );
    expect(textOf(settings({ notes }))).not.toContain('DIALPAD_CLIENT_ID');
  });

  it('names the account after connecting, and says what went wrong otherwise', () => {
    const visit = { systemKey: 'dialpad', outcome: 'connected' as const, code: null };
    expect(textOf(settings({ connection, visit }))).toContain('Connected to Acme at Dialpad.');
    const denied = { systemKey: 'dialpad', outcome: 'failed' as const, code: 'access_denied' };
    expect(textOf(settings({ visit: denied }))).toContain('Access was not allowed');
  });

  it('shows the history’s progress without any script', () => {
    const text = textOf(settings({ connection }));
    expect(text).toContain('3 of 30 days · 120 call records so far, about 2 min left');
    expect(text).toContain('once the history is fetched');
  });

  it('says of a former connection what is still there, and that nothing is where it was erased', () => {
    const former: SurfaceConnection = { ...connection, status: 'disconnected' };
    expect(textOf(settings({ connection: former }))).toContain('Calls that were fetched from Acme are still there');
    const erased = { ...former, account: { externalId: '', name: '', domains: [] } };
    expect(textOf(settings({ connection: erased }))).toContain('everything that came from it was erased');
  });

  it('says what stopped, and who can do something about it', () => {
    const problem = {
      kind: 'reconnect',
      message: 'Dialpad took the permission back. Click Reconnect.',
      action: 'reconnect' as const,
    };
    const text = textOf(settings({ connection: { ...connection, status: 'needs-reconnect', problem } }));
    expect(text).toContain(
      'Dialpad took the permission back. Click Reconnect. Sign in there as a company administrator.',
    );
    expect(text).not.toContain('Fetch now');
  });

  it('lets a problem’s first sentence stand out, and the next step follow it', () => {
    const problem = {
      kind: 'reconnect',
      message: 'It took “Acme.” back. Click Reconnect.',
      action: 'reconnect' as const,
    };
    const drawn = renderToString(settings({ connection: { ...connection, status: 'needs-reconnect', problem } }));
    expect(drawn).toContain('<p class="banner-title">It took “Acme.” back.</p><p>Click Reconnect. Sign in there');
  });

  it('says of unreadable records only what is known', () => {
    const round = { kind: 'near', outcome: 'done', startedAt: '2026-11-20T15:00:00.000Z', problem: null } as const;
    const rounds = (rejected: number): SettingsModel['rounds'] => {
      const window = { from: round.startedAt, to: round.startedAt };
      const rest = { finishedAt: null, pages: 1, records: 1, difference: null, unlisted: null };
      return [{ ...round, ...rest, id: '1', window, rejected }];
    };
    expect(textOf(settings({ connection }))).not.toContain('could be read');
    expect(textOf(settings({ connection, rounds: rounds(0) }))).toContain('Every record so far could be read.');
    expect(textOf(settings({ connection, rounds: rounds(2) }))).toContain('not be read at first has been read since.');
  });

  it('does not promise people of a fetch that has been', () => {
    const fetched = { ...connection, lastFetchAt: '2026-11-20T15:00:00.000Z' };
    expect(textOf(settings({ connection }))).toContain('People appear with the first fetch.');
    expect(textOf(settings({ connection: fetched }))).toContain('This site knows no employees of yours.');
  });

  it('says that scores wait for the host, since when and why', () => {
    const refusedScores = {
      days: 2,
      since: '2026-11-20T15:04:00.000Z',
      message: '2 days of scores wait for the host, which does not take them: “it is down”.',
    };
    const text = textOf(settings({ connection: { ...connection, refusedScores } }));
    expect(text).toContain('which does not take them: “it is down”. Since ');
    expect(text).toContain('10:04');
  });

  it('says what the last comparison with the phone system came to', () => {
    const compared = (difference: number, unlisted: number): string => {
      const round = { kind: 'reconciliation', startedAt: '2026-11-20T15:00:00.000Z', outcome: 'done' };
      const comparison = { ...round, finishedAt: '2026-11-20T15:05:00.000Z', difference, unlisted };
      return textOf(settings({ connection, comparison: comparison as NonNullable<SettingsModel['comparison']> }));
    };
    expect(textOf(settings({ connection }))).toContain('Once a day the last seven days are compared');
    expect(compared(0, 0)).toContain('no difference.');
    expect(compared(3, 1)).toContain(
      'a difference of 3 calls. 2 calls had been missing and were fetched. 1 call is no longer listed there and kept here.',
    );
  });

  it('lists who is unmatched, with the name of a person as text', () => {
    const mappings = {
      items: [unmatched],
      unmatchedPhoneUsers: [],
      nextPage: 2,
      found: { employees: 60, phoneUsers: 0 },
      summary: {
        employees: 1,
        matched: 0,
        auto: 0,
        manual: 0,
        unmatched: 1,
        ambiguous: 0,
        phoneUsers: 0,
        unmatchedPhoneUsers: 0,
      },
    };
    const drawn = renderToString(settings({ connection, mappings }));
    expect(drawn).not.toContain(HOSTILE);
    expect(drawn).toContain('href="/settings/products/phone-system?system=dialpad&amp;page=2"');
    expect(textOf(settings({ connection, mappings }))).toContain('Unmatched');
  });
});

const day = (more: Partial<DayModel['day']> = {}, around: Partial<DayModel> = {}): View => {
  const model: DayModel = {
    day: {
      employeeId: 'e1',
      day: '2026-11-20',
      timeZone: 'America/New_York',
      mapped: true,
      complete: true,
      score: 5,
      countedSeconds: 300,
      inputs: [],
      because: [],
      ...more,
    },
    employeeName: 'Dana Reyes',
    own: true,
    begins: '2026-11-20T05:00:00.000Z',
    ends: '2026-11-21T05:00:00.000Z',
    today: '2026-11-22',
    month: [],
    mayExclude: false,
    team: [],
    ...around,
  };
  return html`<${DayPage} model=${model} />`;
};

describe('the day page', () => {
  it('says of an empty, an unmapped and an unfinished day what it is', () => {
    expect(textOf(day())).toContain('No calls on this day.');
    expect(textOf(day({ mapped: false }))).toContain('You are not matched to a phone line on this day.');
    expect(textOf(day({ complete: false }))).toContain('This day is not complete yet.');
  });

  it('leads from a day that is still to come to today', () => {
    const drawn = day({ day: '2026-11-27' }, { today: '2026-11-22' });
    expect(textOf(drawn)).toContain('This day is still to come. Go to today');
    expect(renderToString(drawn)).toContain('href="/employees/e1/days/2026-11-22"');
  });

  it('draws the whole month before the calls, and leads to no day that is still to come', () => {
    const total = { score: 5, countedSeconds: 300, inputs: 1, flagged: 0, complete: true };
    const month = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map((at) => ({ ...total, day: at }));
    const drawn = renderToString(day({}, { month, today: '2026-11-22' }));
    const strip = /<ol class="month">.*?<\/ol>/s.exec(drawn)?.[0] ?? '';
    expect(strip.match(/<li>/g)).toHaveLength(30);
    expect(strip.match(/href="[^"]*"/g)).toEqual(
      ['20', '21', '22'].map((at) => `href="/employees/e1/days/2026-11-${at}"`),
    );
    expect(drawn.indexOf('class="month"')).toBeLessThan(drawn.indexOf('No calls on this day.'));
    expect(monthSpan('2026-11-20', '2026-11-22')).toBe('from=2026-11-01&to=2026-11-22');
    expect(monthSpan('2026-10-20', '2026-11-22')).toBe('from=2026-10-01&to=2026-10-31');
    expect(monthSpan('2026-11-25', '2026-11-22')).toBe('from=2026-11-01&to=2026-11-25');
  });

  it('greys what is flagged and says why, in the tenant’s time', () => {
    const input = {
      callId: 'c1',
      externalId: '9',
      title: HOSTILE,
      direction: 'inbound' as const,
      internal: false,
      outcome: 'voicemail' as const,
      startedAt: '2026-11-20T15:04:00.000Z',
      connectedAt: null,
      endedAt: '2026-11-20T15:05:00.000Z',
      flagged: true,
      flagReason: 'voicemail',
      countedSeconds: 0,
      points: 0,
      text: 'Not counted: a voicemail; nobody spoke.',
    };
    const drawn = renderToString(day({ inputs: [input] }));
    expect(drawn).toContain('class="flagged"');
    expect(drawn).not.toContain(HOSTILE);
    expect(textOf(day({ inputs: [input] }))).toMatch(/10:04 .*Voicemail, not counted/);
  });

  it('says of a call that is not counted whole on this day where the rest is', () => {
    const input = {
      callId: 'c1',
      externalId: '9',
      title: 'Call with Robin Vale',
      direction: 'inbound' as const,
      internal: false,
      outcome: 'answered' as const,
      startedAt: '2026-11-21T04:50:00.000Z',
      connectedAt: '2026-11-21T04:50:00.000Z',
      endedAt: '2026-11-21T05:10:00.000Z',
      flagged: false,
      flagReason: null,
      countedSeconds: 600,
      points: 10,
      text: 'Talked 23:50 – 00:10 on Nov 21, 20 min, 10 min of it on this day: all counted.',
    };
    expect(textOf(day({ inputs: [input] }))).toContain(input.text);
    const whole = { ...input, endedAt: '2026-11-21T05:00:00.000Z' };
    expect(textOf(day({ inputs: [whole] }))).not.toContain(input.text);
  });
});

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
      transferred: false,
      labels: [],
      flagged: false,
      flagReason: null,
      exclusion: null,
      credit: [{ day: '2026-11-20', countedSeconds: 300, points: 5, text: '5 min counted; 4 min counted already.' }],
      conversation: [],
    },
    timeZone: 'America/New_York',
    mayExclude: false,
    mayOpen: [],
  };

  it('shows what was counted and why, and leads back to the day', () => {
    const drawn = renderToString(html`<${CallPage} model=${model} />`);
    expect(textOf(html`<${CallPage} model=${model} />`)).toContain(
      '5 min counted; 4 min counted already. Fri, Nov 20 · 5 min +5 points',
    );
    expect(drawn).toContain('href="/employees/e1/days/2026-11-20"');
    expect(drawn).not.toContain(HOSTILE);
  });

  it('says why the call of a line that nobody has counts for nobody', () => {
    const call = { ...model.call, employee: null, credit: [] };
    expect(textOf(html`<${CallPage} model=${{ ...model, call }} />`)).toContain(
      'Nobody here is matched to its line, so it counts for nobody.',
    );
  });

  it('offers excluding only to those who may', () => {
    expect(textOf(html`<${CallPage} model=${model} />`)).not.toContain('Exclude');
    expect(textOf(html`<${CallPage} model=${{ ...model, mayExclude: true }} />`)).toContain('Exclude this call');
  });

  it('is named after whom the call was with', () => {
    const named = (name: string | null, number: string | null) =>
      callTitle({ ...model.call, counterparty: { name, number, internal: false } });
    expect(named('Robin Vale', '+14155550100')).toBe('Outgoing call to Robin Vale');
    expect(named(null, '+14155550100')).toBe('Outgoing call to +1 415 555 0100');
    expect(named(null, null)).toBe('Outgoing call to a withheld number');
  });
});

describe('the page for signing in', () => {
  const page = (more: Partial<SignInModel>): string =>
    renderToString(
      html`<${SignInPage}
        model=${{ people: [], more: 0, returnTo: '/my-day', ended: false, refused: null, ...more }}
      />`,
    );

  it('keeps what was typed, and says beside it what is wrong with it', () => {
    const drawn = page({ refused: { email: 'nobody@acme.example', message: 'Nobody has this address.' } });
    expect(drawn).toMatch(/<input id="email"[^>]* value="nobody@acme.example"/);
    expect(drawn).toMatch(/<input id="email"[^>]* aria-invalid="true" aria-describedby="email-problem"/);
    expect(drawn).toContain('id="email-problem">Nobody has this address.<');
    expect(page({})).not.toContain('aria-invalid');
  });

  it('says that a session has ended, and remembers where one was', () => {
    const drawn = page({ ended: true });
    expect(drawn).toContain('You were signed out.');
    expect(drawn).toContain('name="returnTo" value="/my-day"');
  });
});
