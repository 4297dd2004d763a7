import {
  everybody,
  isRefined,
  mappingSearch,
  settingsHref,
  type MappingChoice,
  type MappingQuery,
  type SettingsActions,
} from '../views/settings/model.js';
import { isolated } from '../views/shared/isolated.js';
import type { Notice } from '../views/shared/notice.js';
import type { SurfaceMapping, SurfaceMappings } from '../views/shared/surface.js';
import { goTo, stayAt } from './address.js';
import { focusSoon } from './focus.js';
import { canBeGivenBack, isUndoable, linesOf, pastWords } from '../views/settings/mapping-past.js';
import { mappingRequest, mappingWords, pickerOptions, undoRequests, type MappingRequest } from './mapping-change.js';
import { ScoreEffect } from './score-effect.js';
import type { SettingsDesk } from './settings-desk.js';
import { ask, askIfMatch, Refused, sentenceOf } from './surface.js';

type MappingActions = Pick<SettingsActions, 'edit' | 'choose' | 'matchAgain' | 'find' | 'seek'> & {
  /** Shows what the address asks for, to which Back or Forward led. */
  comeBackTo(query: MappingQuery): void;
};

/** What a person can do about who is who. */
export function mappingActions({ base, model, setModel, setUi, act, say }: SettingsDesk): MappingActions {
  const page = (query: MappingQuery): Promise<SurfaceMappings> =>
    ask<SurfaceMappings>('GET', `${base}/mappings${mappingSearch(query)}`);

  let asked = 0;
  const show = async (query: MappingQuery, mark: (href: string) => void = stayAt): Promise<void> => {
    const turn = ++asked;
    const mappings = await page(query);
    if (turn !== asked) return;
    setModel((before) => ({ ...before, mappings, mappingQuery: query }));
    mark(settingsHref(model().chosen, query));
  };
  const send = async (requests: readonly MappingRequest[]): Promise<void> => {
    for (const { method, path, body, known } of requests) {
      await (known === undefined ? ask(method, path, body) : askIfMatch(method, path, known, body));
    }
  };
  const saidOf = (choice: MappingChoice, mapping: SurfaceMapping, holder: SurfaceMapping | null): string => {
    const { systems, chosen, today } = model();
    const system = systems.items.find(({ key }) => key === chosen)?.displayName ?? 'the phone system';
    return [mappingWords(mapping, choice, system), pastWords(mapping, choice, holder?.employee.name ?? null, today)]
      .join(' ')
      .trim();
  };

  /** Does the requests, says it, and then what they did to scores, unless something else was said meanwhile. */
  const change = async (
    requests: readonly MappingRequest[],
    people: readonly SurfaceMapping['employee'][],
    notice: Notice,
  ): Promise<Notice> => {
    const effect = await ScoreEffect.before(people, model().today);
    await send(requests);
    const place = placeOf(people[0]?.id);
    await show(model().mappingQuery);
    setUi((before) => ({ ...before, editing: null, matchProblem: null }));
    focusSoon(() => employeeButton(people[0]?.id) ?? nearest(place));
    const said = { ...notice, detail: 'Scores are being counted again…' };
    void effect
      .inWords()
      .catch(() => null)
      .then((detail) => {
        const words = detail ?? 'Scores are still being counted; the day pages show them.';
        setUi((before) => (before.notice === said ? { ...before, notice: { ...notice, detail: words } } : before));
      });
    return said;
  };

  const holderOf = async (mapping: SurfaceMapping, choice: MappingChoice): Promise<SurfaceMapping | null> => {
    if (choice.kind !== 'phoneUser' || choice.from === null) return null;
    const { items } = await page({ ...everybody, search: choice.displayName });
    const { externalId } = choice;
    const has = (one: SurfaceMapping): boolean => linesOf(one).some((line) => line.externalId === externalId);
    return items.find((it) => has(it) && it.employee.id !== mapping.employee.id) ?? null;
  };

  /** What is chosen for somebody now. */
  const revisionNow = async ({ employee: { id, name } }: SurfaceMapping): Promise<string> => {
    const { items } = await page({ ...everybody, search: name.slice(0, 200) });
    return items.find(({ employee }) => employee.id === id)?.revision ?? '';
  };

  /** Says where something else was chosen meanwhile, and shows it. */
  const unlessChanged = async (name: string, work: () => Promise<Notice>): Promise<Notice> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused && error.code === 'mapping_changed') return await changedMeanwhile(name);
      throw error;
    }
  };

  const changedMeanwhile = async (name: string): Promise<Notice> => {
    await show(model().mappingQuery);
    setUi((before) => ({ ...before, editing: null, matchProblem: null }));
    const text = `The match of ${isolated(name)} was changed meanwhile, in another window. This is how it is now; choose again.`;
    return { tone: 'bad', text };
  };

  return {
    edit: (editing) => setUi((before) => ({ ...before, editing, notice: null, matchProblem: null })),
    choose: (mapping, choice) =>
      void act(async () => {
        const { employee } = mapping;
        try {
          const holder = await holderOf(mapping, choice);
          const people = holder === null ? [employee] : [employee, holder.employee];
          const back: Notice = { tone: 'good', text: `The match of ${isolated(employee.name)} is as it was before.` };
          let requests: readonly MappingRequest[] = [];
          const undo = (): void => void act(() => unlessChanged(employee.name, () => change(requests, people, back)));
          const undoable = isUndoable(mapping, choice, model().today) && canBeGivenBack(holder, choice, model().today);
          const text = saidOf(choice, mapping, holder);
          const notice: Notice = { tone: 'good', text, undo: undoable ? undo : undefined };
          const request = mappingRequest(base, employee.id, choice, mapping.revision);
          return await unlessChanged(employee.name, async () => {
            const said = await change([request], people, notice);
            const chosen = { before: mapping, revision: await revisionNow(mapping) };
            const theirs = holder && { before: holder, revision: await revisionNow(holder) };
            requests = undoRequests(base, choice, chosen, theirs);
            return said;
          });
        } catch (error) {
          if (!(error instanceof Refused) || error.status === 0 || error.status >= 500) throw error;
          const matchProblem = { employeeId: employee.id, code: error.code, message: error.message };
          setUi((before) => ({ ...before, matchProblem }));
          return null;
        }
      }),
    matchAgain: () =>
      void act(async () => {
        await ask('POST', `${base}/mappings/auto`);
        await show(model().mappingQuery);
        return { tone: 'good', text: 'Everybody was matched again; choices made by hand were kept.' };
      }),
    find: (query) => {
      const { mappingQuery: before } = model();
      const turned = query.page !== before.page;
      void show(query, isRefined(before, query) ? stayAt : goTo).then(
        () => turned && focusSoon(() => document.getElementById('people-list')),
        (error: unknown) => say({ tone: 'bad', text: sentenceOf(error) }),
      );
    },
    comeBackTo: (query) => void show(query).catch((error: unknown) => say({ tone: 'bad', text: sentenceOf(error) })),
    seek: async (mapping, text) => pickerOptions(mapping, await page({ ...everybody, search: text }), text === ''),
  };
}

const buttons = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('button[data-employee]')];
const employeeButton = (id: string | undefined): HTMLElement | undefined =>
  buttons().find(({ dataset }) => dataset['employee'] === id);

/** Where an employee stands in the list, also while their row is being changed. */
function placeOf(id: string | undefined): number {
  const rows = [...document.querySelectorAll('.people tbody tr')];
  const place = rows.findIndex((row) => row.querySelector(`[data-employee="${CSS.escape(id ?? '')}"], .row-editor`));
  return Math.max(place, 0);
}

/** Whoever has moved up to this place; without anybody left, the heading. */
const nearest = (place: number): HTMLElement | null =>
  buttons()[place] ?? buttons().at(-1) ?? document.getElementById('people-title');
