import { useEffect, useRef, useState } from 'preact/hooks';
import {
  calmUi,
  isLive,
  readMappingQuery,
  settingsHref,
  type SettingsActions,
  type SettingsModel,
  type SettingsUi,
} from '../views/settings/model.js';
import { SettingsPage } from '../views/settings/settings-page.js';
import { html, type View } from '../views/shared/html.js';
import { isolated } from '../views/shared/isolated.js';
import type { Notice } from '../views/shared/notice.js';
import type { SurfaceAudit } from '../views/shared/surface.js';
import { useCameBack } from './address.js';
import { focusOn, keepFocus } from './focus.js';
import { fileActions } from './file-actions.js';
import { mappingActions } from './mapping-actions.js';
import { useOneAtATime } from './one-at-a-time.js';
import { useProgress } from './progress.js';
import { useLost } from './reachability.js';
import { settingsNow } from './settings-data.js';
import type { SettingsDesk } from './settings-desk.js';
import { ask, sentenceOf } from './surface.js';
import { useUndone } from './undone.js';
import { useVisit } from './visit.js';

const ABOUT = 'about-title';

/** The settings page, alive: what a person sets off, and the progress as it comes in. */
export function SettingsApp({ initial }: { initial: SettingsModel }): View {
  const [model, setModel] = useState(initial);
  const [ui, setUi] = useState<SettingsUi>(calmUi);
  const latest = useRef(model);
  latest.current = model;
  const lost = useLost();
  const oneAtATime = useOneAtATime();
  const base = `/phone-systems/${encodeURIComponent(model.chosen ?? '')}`;
  const say = (notice: Notice | null): void => setUi((before) => ({ ...before, busy: false, notice }));
  const desk: SettingsDesk = {
    base,
    model: () => latest.current,
    setModel,
    setUi,
    act: (work) =>
      oneAtATime(async () => {
        setUi((before) => ({ ...before, busy: true, notice: null }));
        try {
          say(await work());
        } catch (error) {
          say({ tone: 'bad', text: sentenceOf(error) });
        }
        keepFocus();
      }),
    say,
  };

  // Who is on the way to another page already is led nowhere else: a second address would take the place of the first.
  const leaving = useRef(false);
  const leaveFor = (href: string): void => {
    if (leaving.current) return;
    leaving.current = true;
    location.assign(href);
  };
  // Who comes back to a page that the browser has kept sees what it is about, and may leave it again.
  useEffect(() => {
    const back = ({ persisted }: PageTransitionEvent): void => {
      const system = document.getElementById('system');
      if (!persisted || !(system instanceof HTMLSelectElement)) return;
      leaving.current = false;
      system.value = latest.current.chosen ?? '';
    };
    window.addEventListener('pageshow', back);
    return () => window.removeEventListener('pageshow', back);
  }, []);
  const visit = useVisit((outcome) => leaveFor(settingsHref(outcome.systemKey, undefined, outcome)));

  const refresh = async (): Promise<void> => {
    const before = latest.current;
    const now = await settingsNow(base, before);
    if (leaving.current) return;
    if (isLive(now.connection) && !isLive(before.connection)) {
      // The answer came in the vendor's window and may be told here before it is there; or somebody else has connected it.
      const systemKey = before.chosen ?? '';
      const outcome = visit.under ? ({ systemKey, outcome: 'connected', code: null } as const) : undefined;
      return leaveFor(settingsHref(systemKey, undefined, outcome));
    }
    // Whoever searched or saved meanwhile sees that, and not what was asked for before.
    setModel((latest) => ({
      ...latest,
      ...now,
      ...(latest.mappings === before.mappings ? {} : { mappings: latest.mappings, mappingQuery: latest.mappingQuery }),
    }));
    if (isLive(before.connection) && !isLive(now.connection)) {
      const account = isolated(before.connection.account.name);
      const text = (await wasOwnDisconnect())
        ? `You disconnected ${account} in another window.`
        : `${account} was disconnected meanwhile, by somebody else.`;
      say({ tone: 'bad', text });
    }
  };
  useProgress(isLive(model.connection) ? base : null, {
    progress: (progress) => {
      const { connection } = latest.current;
      if (connection === null) return;
      setModel((before) => ({ ...before, connection: { ...connection, progress } }));
      if (connection.progress.phase !== progress.phase) void refresh().catch(() => undefined);
    },
    refresh: () => void (latest.current.chosen === null ? null : refresh().catch(() => undefined)),
  });

  // After disconnecting, the page comes anew and the focus is where connecting again begins.
  useEffect(() => {
    if (location.hash === `#${ABOUT}`) focusOn(ABOUT);
  }, []);

  // A message about a visit to the vendor is said once: a reload should not repeat it.
  useEffect(() => {
    if (initial.visit === null) return;
    history.replaceState(null, '', settingsHref(initial.chosen));
    focusOn('visit');
  }, [initial]);

  const lookAt = (key: string): void => leaveFor(settingsHref(key));

  const { comeBackTo, ...mapping } = mappingActions(desk);
  useCameBack((query) => {
    const asked = readMappingQuery(query);
    const { mappings, mappingQuery, chosen } = latest.current;
    if (mappings !== null && settingsHref(chosen, asked) !== settingsHref(chosen, mappingQuery)) comeBackTo(asked);
  });
  useUndone(say);

  const actions: SettingsActions = {
    lookAt,
    visit: (click) => visit.begin(click, model.chosen ?? ''),
    endVisit: () => {
      visit.forget();
      focusOn('connect');
    },
    sendKeys: (id, secret) =>
      void desk.act(async () => {
        await ask('POST', `${base}/keys`, { id, secret });
        const systemKey = model.chosen ?? '';
        leaveFor(settingsHref(systemKey, undefined, { systemKey, outcome: 'connected', code: null }));
        return null;
      }),
    fetchNow: () =>
      void desk.act(async () => {
        await ask('POST', `${base}/fetches`);
        await refresh();
        return { tone: 'good', text: 'A fetch has begun. It appears under Fetching.' };
      }),
    fetchAgain: (days) =>
      void desk.act(async () => {
        await ask('POST', `${base}/fetches`, days);
        await refresh();
        return { tone: 'good', text: 'These days are being fetched again. What comes of it appears under Fetching.' };
      }),
    disconnect: (erase) =>
      void desk.act(async () => {
        await ask('DELETE', `${base}/connection${erase ? '?erase=true' : ''}`);
        leaving.current = true;
        history.replaceState(null, '', `${settingsHref(model.chosen)}#${ABOUT}`);
        location.reload();
        return null;
      }),
    eraseFormer: ({ connectionId, account }) =>
      void desk.act(async () => {
        await ask('DELETE', `${base}/former-accounts/${connectionId}`);
        await refresh();
        focusOn(latest.current.formerAccounts.length > 1 ? 'former-title' : ABOUT);
        return { tone: 'good', text: `What came from ${isolated(account.name)} was erased.` };
      }),
    closeNotice: () => say(null),
    ...mapping,
    ...fileActions(desk, refresh),
  };
  return html`<${SettingsPage} model=${model} ui=${{ ...ui, visiting: visit.under, lost }} actions=${actions} />`;
}

/** Whether it was this very person who disconnected last. */
async function wasOwnDisconnect(): Promise<boolean> {
  const { items } = await ask<SurfaceAudit>('GET', '/phone-systems/audit').catch(() => ({ items: [] }));
  const actor = items.find(({ action }) => action === 'disconnect')?.actor;
  return actor !== undefined && document.getElementById('page')?.dataset['visitor']?.endsWith(`/${actor}`) === true;
}
