import { useEffect, useState } from 'preact/hooks';
import {
  calmObjectionsUi,
  firstStep,
  type ObjectionsActions,
  type ObjectionsModel,
  type ObjectionsUi,
} from '../views/objections/model.js';
import { ObjectionsPage } from '../views/objections/objections-page.js';
import { fieldProblem } from '../views/shared/field-problem.js';
import { html, type View } from '../views/shared/html.js';
import type { SurfaceObjection } from '../views/shared/surface.js';
import { keepDraft, keptDraft } from './draft.js';
import { focusSoon } from './focus.js';
import { useOneAtATime } from './one-at-a-time.js';
import { useLost } from './reachability.js';
import { ask, errorsOf, Refused, sentenceOf } from './surface.js';
import { useUndone } from './undone.js';

const draftOf = (id: string): string => `answer ${id}`;

/** The page of objections, alive: answering them. */
export function ObjectionsApp({ initial }: { initial: ObjectionsModel }): View {
  const [model, setModel] = useState(initial);
  const [ui, setUi] = useState<ObjectionsUi>(calmObjectionsUi);
  const lost = useLost();
  const oneAtATime = useOneAtATime();

  // What was being written when the page was left is there again.
  useEffect(() => {
    const drafts = Object.fromEntries(initial.items.map(({ id }) => [id, keptDraft(draftOf(id))]));
    setUi((before) => ({ ...before, drafts }));
  }, [initial]);

  useUndone((notice) => setUi((before) => ({ ...before, notice })));

  const answer = async (item: SurfaceObjection, given: 'accepted' | 'declined'): Promise<void> => {
    const { id } = item;
    setUi((before) => ({ ...before, busy: true, notice: null, problem: null }));
    try {
      const body = {
        answer: given,
        text: (ui.drafts[id] ?? '').trim(),
        ...(given === 'accepted' && { step: ui.steps[id] ?? firstStep(item) }),
      };
      const answered = await ask<SurfaceObjection>('PUT', `/phone-systems/objections/${id}`, body);
      keepDraft(draftOf(id), '');
      setModel((before) => ({ ...before, items: before.items.map((one) => (one.id === id ? answered : one)) }));
      const text = given === 'accepted' ? 'You accepted this objection.' : 'You declined this objection.';
      setUi((before) => ({ ...before, busy: false, notice: { tone: 'good', text } }));
      focusSoon(() => document.getElementById(`objection-${id}-title`));
    } catch (error) {
      const text = fieldProblem(errorsOf(error), 'text') ?? sentenceOf(error);
      setUi((before) => ({ ...before, busy: false, problem: { id, text } }));
      const isAnswered = error instanceof Refused && error.code === 'objection_answered';
      focusSoon(() => document.getElementById(isAnswered ? `objection-${id}-title` : `answer-${id}`));
    }
  };

  const actions: ObjectionsActions = {
    write: (id, text) => {
      keepDraft(draftOf(id), text);
      setUi((before) => ({ ...before, drafts: { ...before.drafts, [id]: text } }));
    },
    choose: (id, step) => setUi((before) => ({ ...before, steps: { ...before.steps, [id]: step } })),
    answer: (id, given) => {
      const item = model.items.find((one) => one.id === id);
      if (item !== undefined) void oneAtATime(() => answer(item, given));
    },
    closeNotice: () => setUi((before) => ({ ...before, notice: null })),
  };
  return html`<${ObjectionsPage} model=${model} ui=${{ ...ui, lost }} actions=${actions} />`;
}
