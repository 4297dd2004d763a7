import { useEffect, useRef, useState } from 'preact/hooks';
import {
  calmRulesUi,
  differenceOf,
  documentOf,
  heldAllAlong,
  isChanged,
  isSaved,
  type RulesActions,
  type RulesDraft,
  type RulesModel,
  type RulesUi,
} from '../views/rules/model.js';
import { RulesPage } from '../views/rules/rules-page.js';
import { longDay } from '../views/shared/format.js';
import { html, type View } from '../views/shared/html.js';
import type { SurfaceRules, SurfaceRulesEffect } from '../views/shared/surface.js';
import { keepDraft, keptDraft } from './draft.js';
import { focusSoon, keepFocus } from './focus.js';
import { useOneAtATime } from './one-at-a-time.js';
import { useLost } from './reachability.js';
import { tryRules } from './rules-trial.js';
import { ask, askIfMatch, errorsOf, hostTime, Refused, sentenceOf } from './surface.js';
import { useUndone } from './undone.js';

const REST_MS = 500;
const DRAFT = 'rules';
const RULES = '/phone-systems/rules';

/** The page of counting rules, alive: what a draft would change, and saving it. */
export function RulesApp({ initial }: { initial: RulesModel }): View {
  const [model, setModel] = useState(initial);
  const [ui, setUi] = useState<RulesUi>(() => calmRulesUi(initial));
  const lost = useLost();
  const oneAtATime = useOneAtATime();
  const turn = useRef(0);
  const underWay = useRef<Promise<void>>(Promise.resolve());
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);

  const refused = (error: unknown): void => {
    const problems = errorsOf(error);
    const notice = problems.length > 0 ? null : { tone: 'bad' as const, text: sentenceOf(error) };
    setUi((before) => ({ ...before, busy: false, counting: false, effects: null, past: null, problems, notice }));
  };
  const walk = async (own: number, draft: RulesDraft): Promise<void> => {
    try {
      if (own !== turn.current) return;
      const asOf = hostTime();
      for await (const { isWhole, ...known } of tryRules(documentOf(heldAllAlong(draft, model)))) {
        if (own !== turn.current) return;
        setUi((before) => ({ ...before, ...known, asOf, problems: [], counting: !isWhole }));
      }
    } catch (error) {
      if (own === turn.current) refused(error);
    }
  };
  // Nobody may have many of them at once: the next one begins when the part under way is answered.
  const preview = (draft: RulesDraft): void => {
    const own = ++turn.current;
    underWay.current = underWay.current.then(() => walk(own, draft));
  };
  const begin = (): void => {
    clearTimeout(rest.current);
    turn.current++;
    setUi((before) => ({ ...before, busy: true, notice: null }));
  };
  /** Days that are over were seen by people: what becomes of them is said first. */
  const askForThePast = async (): Promise<void> => {
    begin();
    try {
      await underWay.current;
      let effects: readonly SurfaceRulesEffect[] = [];
      for await (const known of tryRules(documentOf(ui.draft))) effects = known.effects;
      const changed = effects.filter((effect) => differenceOf(effect) !== 0).length;
      const days = daysBetween(ui.draft.effectiveFrom, model.today);
      setUi((before) => ({
        ...before,
        busy: false,
        counting: false,
        past: { days, changed, people: effects.length },
      }));
      focusSoon(() => document.getElementById('past-title'));
    } catch (error) {
      refused(error);
      focusSoon(() => document.querySelector<HTMLElement>('#rules-form [aria-invalid]'));
    }
  };
  const saved = (rules: SurfaceRules): void => {
    keepDraft(DRAFT, '');
    setModel((before) => ({ ...before, rules }));
    const text = `The rules were saved. They hold from ${longDay(ui.draft.effectiveFrom)}.`;
    const detail = 'The days that they touch are counted again now.';
    setUi({ ...calmRulesUi({ ...model, rules }), notice: { tone: 'good', text, detail } });
    focusSoon(() => document.getElementById('versions-title'));
  };
  const save = async (): Promise<void> => {
    begin();
    try {
      saved(await askIfMatch<SurfaceRules>('PUT', RULES, model.rules.revision, documentOf(ui.draft)));
    } catch (error) {
      const isChangedMeanwhile = error instanceof Refused && error.code === 'rules_changed';
      const rules = isChangedMeanwhile ? await ask<SurfaceRules>('GET', RULES).catch(() => null) : null;
      // It may have been this very saving, whose answer was lost on the way.
      if (rules !== null && isSaved({ ...model, rules }, ui.draft)) return saved(rules);
      refused(error);
      // What is typed stays; what somebody else has saved is shown, and is what the next saving knows of.
      if (rules !== null) setModel((before) => ({ ...before, rules }));
      focusSoon(() => document.querySelector<HTMLElement>('#rules-form [aria-invalid]'));
    }
  };
  const withdraw = async (effectiveFrom: string): Promise<void> => {
    begin();
    const path = `${RULES}/${effectiveFrom}`;
    const refusal: unknown = await askIfMatch('DELETE', path, model.rules.revision).then(
      () => null,
      (error: unknown) => error,
    );
    const rules = await ask<SurfaceRules>('GET', RULES).catch(() => model.rules);
    setModel((before) => ({ ...before, rules }));
    // Where the answer was lost on the way, and it was asked for again, it is done all the same.
    if (refusal !== null && rules.versions.some((version) => version.effectiveFrom === effectiveFrom)) {
      refused(refusal);
      return keepFocus();
    }
    const text = `The rules from ${longDay(effectiveFrom)} were taken back.`;
    setUi((before) => ({ ...before, busy: false, notice: { tone: 'good', text } }));
    focusSoon(() => document.getElementById('versions-title'));
  };
  const edit = (change: Partial<RulesDraft>): void => {
    const draft = { ...ui.draft, ...change };
    keepDraft(DRAFT, isChanged(model, draft) ? JSON.stringify(draft) : '');
    setUi((before) => ({ ...before, draft, effects: null, counting: true, notice: null, past: null }));
    turn.current++;
    clearTimeout(rest.current);
    rest.current = setTimeout(() => preview(draft), REST_MS);
  };
  const discard = (): void => {
    keepDraft(DRAFT, '');
    turn.current++;
    clearTimeout(rest.current);
    setUi(calmRulesUi(model));
    focusSoon(() => document.getElementById('effectiveFrom'));
  };

  // What was changed when the page was left, and not saved, is there again.
  useEffect(() => {
    const kept = keptDraft(DRAFT);
    if (kept !== '') edit(JSON.parse(kept) as Partial<RulesDraft>);
  }, [initial]);

  useUndone((notice) => setUi((before) => ({ ...before, notice })));

  const actions: RulesActions = {
    edit,
    save: () => void oneAtATime(ui.draft.effectiveFrom < model.today ? askForThePast : save),
    saveForThePast: () => void oneAtATime(save),
    leavePast: () => {
      setUi((before) => ({ ...before, past: null }));
      focusSoon(() => document.getElementById('effectiveFrom'));
    },
    withdraw: (effectiveFrom) => void oneAtATime(() => withdraw(effectiveFrom)),
    discard,
    closeNotice: () => setUi((before) => ({ ...before, notice: null })),
  };
  return html`<${RulesPage} model=${model} ui=${{ ...ui, lost }} actions=${actions} />`;
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
