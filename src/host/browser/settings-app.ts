import { useEffect, useRef, useState } from 'preact/hooks';
import {
  calmUi,
  isLive,
  mappingSearch,
  settingsHref,
  type MappingChoice,
  type MappingQuery,
  type SettingsActions,
  type SettingsModel,
  type SettingsUi,
} from '../views/settings/model.js';
import { SettingsPage } from '../views/settings/settings-page.js';
import type { Notice } from '../views/shared/parts.js';
import { html, type View } from '../views/shared/html.js';
import type { SurfaceMapping, SurfaceMappings } from '../views/shared/surface.js';
import { choiceToday, mappingRequest, mappingWords } from './mapping-change.js';
import { useProgress } from './progress.js';
import { fetchingNow } from './settings-data.js';
import { ask, sentenceOf } from './surface.js';

/** The settings page, alive: what a person sets off, and the progress as it comes in. */
export function SettingsApp({ initial }: { initial: SettingsModel }): View {
  const [model, setModel] = useState(initial);
  const [ui, setUi] = useState<SettingsUi>(calmUi);
  const latest = useRef(model);
  latest.current = model;
  const base = `/phone-systems/${encodeURIComponent(model.chosen ?? '')}`;

  const say = (notice: Notice | null) => setUi((before) => ({ ...before, busy: false, notice }));

  /** Does one thing at a time, and says how it ended. */
  const act = async (work: () => Promise<Notice | null>): Promise<void> => {
    setUi((before) => ({ ...before, busy: true, notice: null }));
    try {
      say(await work());
    } catch (error) {
      say({ tone: 'bad', text: sentenceOf(error) });
    }
  };

  const refresh = async (): Promise<void> => {
    const { mappingQuery } = latest.current;
    const [fetching, mappings] = await Promise.all([
      fetchingNow(base),
      ask<SurfaceMappings>('GET', `${base}/mappings${mappingSearch(mappingQuery)}`),
    ]);
    // Whoever searched or saved meanwhile sees that, and not what was asked for before.
    setModel((before) => ({ ...before, ...fetching, ...(before.mappingQuery === mappingQuery ? { mappings } : {}) }));
  };

  const showMappings = async (query: MappingQuery): Promise<void> => {
    const mappings = await ask<SurfaceMappings>('GET', `${base}/mappings${mappingSearch(query)}`);
    setModel((before) => ({ ...before, mappings, mappingQuery: query }));
    history.replaceState(null, '', settingsHref(model.chosen, query));
  };

  const choose = async (mapping: SurfaceMapping, choice: MappingChoice, undoable: boolean): Promise<Notice> => {
    const { method, path, body } = mappingRequest(base, mapping.employee.id, choice);
    await ask(method, path, body);
    await showMappings(latest.current.mappingQuery);
    setUi((before) => ({ ...before, editing: null }));
    const before = choiceToday(mapping);
    return {
      tone: 'good',
      text: mappingWords(mapping, choice),
      undo: undoable ? () => void act(() => choose(mapping, before, false)) : undefined,
    };
  };

  useProgress(isLive(model.connection) ? base : null, {
    progress: (progress) =>
      setModel((before) =>
        before.connection === null ? before : { ...before, connection: { ...before.connection, progress } },
      ),
    refresh: () => void refresh().catch(() => undefined),
    offline: (offline) => setUi((before) => ({ ...before, offline })),
  });

  // A message about a visit to the vendor is said once: a reload should not repeat it.
  useEffect(() => {
    if (initial.visit !== null) history.replaceState(null, '', settingsHref(initial.chosen));
  }, [initial]);

  const lookAt = (key: string): void => location.assign(settingsHref(key));

  // Somebody may have chosen before this script could listen.
  useEffect(() => {
    const chosen = document.querySelector<HTMLSelectElement>('#system')?.value ?? '';
    if (chosen !== '' && chosen !== initial.chosen) lookAt(chosen);
  }, [initial]);

  const actions: SettingsActions = {
    lookAt,
    fetchNow: () =>
      void act(async () => {
        await ask('POST', `${base}/fetches`);
        await refresh();
        return { tone: 'good', text: 'A fetch has begun.' };
      }),
    disconnect: (erase) =>
      void act(async () => {
        await ask('DELETE', `${base}/connection${erase ? '?erase=true' : ''}`);
        location.assign(settingsHref(model.chosen));
        return null;
      }),
    closeNotice: () => say(null),
    edit: (editing) => setUi((before) => ({ ...before, editing, notice: null })),
    choose: (mapping, choice) => void act(() => choose(mapping, choice, true)),
    matchAgain: () =>
      void act(async () => {
        await ask('POST', `${base}/mappings/auto`);
        await showMappings(latest.current.mappingQuery);
        return { tone: 'good', text: 'Everybody was matched again; choices made by hand were kept.' };
      }),
    find: (query) =>
      void act(async () => {
        await showMappings(query);
        return null;
      }),
  };
  return html`<${SettingsPage} model=${model} ui=${ui} actions=${actions} />`;
}
