import { useEffect, useRef, useState } from 'preact/hooks';
import {
  calmRulesUi,
  documentOf,
  draftOf,
  isChanged,
  type RulesActions,
  type RulesDraft,
  type RulesModel,
  type RulesUi,
} from '../views/rules/model.js';
import { RulesPage } from '../views/rules/rules-page.js';
import { longDay } from '../views/shared/format.js';
import { html, type View } from '../views/shared/html.js';
import type { SurfaceRules, SurfaceRulesEffect, SurfaceRulesPreview } from '../views/shared/surface.js';
import { keepDraft, keptDraft } from './draft.js';
import { focusSoon } from './focus.js';
import { useOneAtATime } from './one-at-a-time.js';
import { useLost } from './reachability.js';
import { ask, errorsOf, sentenceOf } from './surface.js';

const REST_MS = 500;
const DRAFT = 'rules';

/** The page of counting rules, alive: what a draft would change, and saving it. */
export function RulesApp({ initial }: { initial: RulesModel }): View {
  const [model, setModel] = useState(initial);
  const [ui, setUi] = useState<RulesUi>(() => calmRulesUi(initial));
  const lost = useLost();
  const oneAtATime = useOneAtATime();
  const turn = useRef(0);
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);

  const refused = (error: unknown): void => {
    const problems = errorsOf(error);
    const notice = problems.length > 0 ? null : { tone: 'bad' as const, text: sentenceOf(error) };
    setUi((before) => ({ ...before, busy: false, counting: false, effects: null, problems, notice }));
  };
  const preview = async (draft: RulesDraft): Promise<void> => {
    const own = ++turn.current;
    try {
      const effects: SurfaceRulesEffect[] = [];
      const frozen = new Set<string>();
      for (let after: string | null = ''; after !== null;) {
        const { items, frozenDays, people, next }: SurfaceRulesPreview = await ask<SurfaceRulesPreview>(
          'POST',
          `/phone-systems/rules/preview${after && `?after=${encodeURIComponent(after)}`}`,
          documentOf(draft),
        );
        if (own !== turn.current) return;
        effects.push(...items);
        for (const day of frozenDays) frozen.add(day);
        const known = { effects: [...effects], frozenDays: [...frozen].sort(), problems: [] };
        setUi((before) => ({ ...before, ...known, counting: Boolean(next), people }));
        // A copy of the last release, which tries everybody at once, tells none.
        after = next ?? null;
      }
    } catch (error) {
      if (own === turn.current) refused(error);
    }
  };
  const save = async (): Promise<void> => {
    clearTimeout(rest.current);
    turn.current++;
    setUi((before) => ({ ...before, busy: true, notice: null }));
    try {
      const rules = await ask<SurfaceRules>('PUT', '/phone-systems/rules', documentOf(ui.draft));
      keepDraft(DRAFT, '');
      setModel((before) => ({ ...before, rules }));
      const text = `The rules were saved. They hold from ${longDay(ui.draft.effectiveFrom)}.`;
      const detail = 'The days that they touch are counted again now.';
      setUi((before) => ({
        ...before,
        busy: false,
        draft: draftOf({ ...model, rules }),
        problems: [],
        effects: null,
        counting: false,
        notice: { tone: 'good', text, detail },
      }));
      focusSoon(() => document.getElementById('versions-title'));
    } catch (error) {
      refused(error);
      focusSoon(() => document.querySelector<HTMLElement>('#rules-form [aria-invalid]'));
    }
  };
  const edit = (change: Partial<RulesDraft>): void => {
    const draft = { ...ui.draft, ...change };
    keepDraft(DRAFT, isChanged(model, draft) ? JSON.stringify(draft) : '');
    setUi((before) => ({ ...before, draft, effects: null, counting: true, notice: null }));
    turn.current++;
    clearTimeout(rest.current);
    rest.current = setTimeout(() => void preview(draft), REST_MS);
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

  const actions: RulesActions = {
    edit,
    save: () => void oneAtATime(save),
    discard,
    closeNotice: () => setUi((before) => ({ ...before, notice: null })),
  };
  return html`<${RulesPage} model=${model} ui=${{ ...ui, lost }} actions=${actions} />`;
}
