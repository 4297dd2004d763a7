import { aMapping } from '../../../../test/support/surface-mapping.js';
import { renderToString } from 'preact-render-to-string';
import { HOSTILE, textOf } from '../../../../test/support/drawn.js';
import { html, type View } from '../shared/html.js';
import type { SurfaceConnection, SurfaceMapping, SurfaceSystem } from '../shared/surface.js';
import { everybody, type SettingsModel } from './model.js';
import { SettingsPage } from './settings-page.js';

const dialpad: SurfaceSystem = {
  key: 'dialpad',
  displayName: 'Dialpad',
  icon: 'data:image/svg+xml,x',
  docsUrl: 'https://dialpad.example',
  capabilities: [],
  scopes: [{ name: 'calls:list', why: 'To list calls.' }],
  keys: null,
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
  forgetsAfterDays: null,
  bounds: { counterparties: 'full', neverStored: 0, applying: null },
};
const unmatched = aMapping('e2', {
  employee: { id: 'e2', name: HOSTILE, emails: ['ann@acme.example'], phones: [] },
});
const mappings: NonNullable<SettingsModel['mappings']> = {
  items: [unmatched],
  unmatchedPhoneUsers: [],
  nextPage: 2,
  nextAfter: null,
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
const settings = (more: Partial<SettingsModel> = {}): View => {
  const model: SettingsModel = {
    systems: { items: [dialpad], selected: null },
    notes: [],
    chosen: 'dialpad',
    connection: null,
    formerAccounts: [],
    rounds: [],
    comparison: null,
    rejected: [],
    mappings: null,
    mappingQuery: everybody,
    visit: null,
    agreed: { domains: ['acme.example'], licence: true },
    timeZone: 'America/New_York',
    today: '2026-11-20',
    connectedByName: 'Dana Reyes',
    asOf: '2026-11-20T15:04:00.000Z',
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

  it('asks for keys where the phone system signs nobody in, in fields that no browser fills in or sends along', () => {
    const keys = {
      idLabel: 'API ID',
      secretLabel: 'API token',
      instructions: 'In Keys Phone, open API keys.',
      keysUrl: 'https://keys.example/keys',
    };
    const keyed = { ...dialpad, displayName: 'Keys Phone', keys };
    const systems = { items: [keyed], selected: null };
    const drawn = renderToString(settings({ systems }));
    expect(drawn).toContain('<label for="keys-id">API ID</label>');
    const fields = (drawn.match(/<input[^>]*>/g) ?? []).filter((field) => field.includes('keys-'));
    expect(fields.map((field) => / name=/.test(field))).toEqual([false, false]);
    expect(fields[0]).toContain('autocomplete="off"');
    expect(fields[1]).toMatch(/type="password".*autocomplete="new-password"/);
    expect(drawn).not.toContain('/connect?');
    const refused = { kind: 'reconnect', message: 'It takes the keys no longer.', action: 'reconnect' as const };
    const stopped = settings({ systems, connection: { ...connection, status: 'needs-reconnect', problem: refused } });
    expect(textOf(stopped)).toContain('It takes the keys no longer. Type other keys for that below.');
    expect(renderToString(stopped)).toContain('<details open><summary>Reconnect with other keys</summary>');
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

  it('lists accounts that were connected before, whether one is connected or not, and asks before it erases one', () => {
    const former = {
      connectionId: 'a3d6f1de-5c5e-4a55-9d8e-0d3b4b1f6c11',
      account: { externalId: '7', name: HOSTILE, domains: ['old.example'] },
      connectedAt: '2026-01-20T15:00:00.000Z',
      records: 1_840,
    };
    for (const status of ['connected', 'disconnected'] as const) {
      const text = textOf(settings({ connection: { ...connection, status }, formerAccounts: [former] }));
      expect(text).toContain('Accounts that were connected before');
      expect(text).toContain('1,840 call records. Connected last on');
      expect(text).toContain('The account of Dialpad that is connected now stays as it is.');
    }
    expect(textOf(settings({ connection }))).not.toContain('connected before');
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
      const rest = { finishedAt: null, pages: 1, records: 1, difference: null, unlisted: null, letGo: null };
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

  it('lets days be fetched again, and says how that goes on and what it came to', () => {
    const round = {
      id: '1',
      kind: 'again',
      window: { from: '2026-11-03T05:00:00.000Z', to: '2026-11-06T05:00:00.000Z' },
      startedAt: '2026-11-20T15:00:00.000Z',
      finishedAt: null,
      pages: 1,
      records: 40,
      rejected: 0,
      difference: null,
      unlisted: null,
      letGo: null,
      outcome: 'running',
      problem: null,
    } as const;
    const drawn = (more: object, live: object = {}): string =>
      textOf(settings({ connection: { ...connection, ...live }, rounds: [{ ...round, ...more }] }));
    expect(drawn({})).toContain('Tue, Nov 3 – Thu, Nov 5 are being fetched again: 40 calls read so far.');
    expect(drawn({})).toContain('Fetch these days again');
    const done = { outcome: 'done', finishedAt: '2026-11-20T15:05:00.000Z', difference: 2, letGo: 1, unlisted: 2 };
    expect(drawn(done)).toContain(
      'Tue, Nov 3 – Thu, Nov 5 were fetched again Nov 20, 2026, 10:05 EST: 2 calls had been missing here. The phone system no longer lists 1 call, because the person is gone there, its personal data was removed, or it is older than the account is told of. Here it is kept. The phone system no longer lists 2 calls, and nothing says why. Here they are kept.',
    );
    const oneDay = {
      ...done,
      window: { ...round.window, to: '2026-11-04T05:00:00.000Z' },
      difference: 0,
      letGo: 0,
      unlisted: 0,
    };
    expect(drawn(oneDay)).toContain('Tue, Nov 3 was fetched again Nov 20, 2026, 10:05 EST: nothing was missing here.');
    expect(drawn(oneDay)).not.toContain('no longer lists');
    const problem = { kind: 'vendor-error', message: 'Dialpad did not list all of these days.', action: 'wait' };
    expect(drawn({ outcome: 'failed', problem })).toContain(
      'Tue, Nov 3 – Thu, Nov 5 could not be fetched again. Dialpad did not list all of these days.',
    );
    expect(drawn({ outcome: 'failed' })).toContain('could not be fetched again. Ask for them once more.');
    expect(drawn({}, { status: 'stopped' })).not.toContain('Fetch these days again');
  });

  it('says what the last comparison with the phone system came to', () => {
    const compared = (difference: number, unlisted: number, letGo: number): string => {
      const round = { kind: 'reconciliation', startedAt: '2026-11-20T15:00:00.000Z', outcome: 'done' };
      const comparison = { ...round, finishedAt: '2026-11-20T15:05:00.000Z', difference, unlisted, letGo };
      return textOf(settings({ connection, comparison: comparison as NonNullable<SettingsModel['comparison']> }));
    };
    expect(textOf(settings({ connection }))).toContain('Once a day the last seven days are compared');
    expect(compared(0, 0, 0)).toContain(': nothing was missing here. About');
    expect(compared(2, 1, 3)).toContain(
      '2 calls had been missing here and were fetched. The phone system no longer lists 3 calls, because their people are gone there, their personal data was removed, or they are older than the account is told of. Here they are kept. The phone system no longer lists 1 call, and nothing says why. Here it is kept.',
    );
    expect(compared(0, 0, 1)).toContain(
      'nothing was missing here. The phone system no longer lists 1 call, because the person is gone',
    );
  });

  it('says of a choice by hand that its line is gone, and what is to follow today', () => {
    const line = { externalId: '9', displayName: 'Front desk', emails: [], numbers: [], departed: true };
    const planned = { phoneUser: { ...line, displayName: 'New desk', departed: false }, from: '2026-12-05' };
    const plannedLater = [{ phoneUser: null, from: '2027-01-04' }];
    const items = [{ ...unmatched, source: 'manual' as const, phoneUser: line, planned, plannedLater }];
    const text = textOf(settings({ connection, mappings: { ...mappings, items } }));
    expect(text).not.toContain('Chosen by hand');
    expect(text).toContain('Line is gone');
    expect(text).toContain('Dialpad no longer lists this line, so no new calls come. Choose another one, or “None”.');
    expect(text).toMatch(/From Saturday, December 5, 2026: \s*New desk\s+From Monday, January 4, 2027: \s*None/);
  });

  it('says until when a line is somebody’s, and whose it is then', () => {
    const line = { externalId: '9', displayName: 'Front desk', emails: [], numbers: [], departed: false };
    const held = { ...unmatched, source: 'auto' as const, phoneUser: line, until: '2026-12-05' };
    const told = (more: Partial<SurfaceMapping>): string =>
      textOf(settings({ connection, mappings: { ...mappings, items: [{ ...held, ...more }] } }));
    expect(told({ successor: { id: 'e9', name: 'Sam Ortiz' } })).toContain(
      'Until Saturday, December 5, 2026, then Sam Ortiz',
    );
    expect(told({})).toContain('Until Saturday, December 5, 2026, then nobody');
    expect(told({ planned: { phoneUser: line, from: '2026-12-05' } })).not.toContain('Until');
  });

  it('says of whoever takes no part that they do not, matched or not, and of which days', () => {
    const told = (more: Partial<SurfaceMapping>): string =>
      textOf(settings({ connection, mappings: { ...mappings, items: [{ ...unmatched, ...more }] } }));
    expect(told({ notStored: { since: '2026-11-01', until: null } })).toMatch(
      /Nobody No calls are stored from Sunday, November 1, 2026 on\. Takes no part/,
    );
    expect(told({ notStored: { since: null, until: '2026-12-01' } })).toContain(
      'No calls are stored before Tuesday, December 1, 2026.',
    );
    const matched = { source: 'manual', notStored: { since: null, until: null } } as const;
    expect(told(matched)).toMatch(/None No calls are stored\. None, chosen by hand Takes no part/);
  });

  it('lists who is unmatched, with the name of a person as text', () => {
    const drawn = renderToString(settings({ connection, mappings }));
    expect(drawn).not.toContain(HOSTILE);
    expect(drawn).toContain('href="/settings/products/phone-system?system=dialpad&amp;page=2"');
    expect(textOf(settings({ connection, mappings }))).toContain('Unmatched');
  });
});
