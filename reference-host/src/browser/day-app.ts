import { useEffect, useRef, useState } from 'preact/hooks';
import { DayPage } from '../views/day/day-page.js';
import { type DayShow, readDayShow } from '../views/day/calls-shown.js';
import { calmDayUi, dayHref, type DayActions, type DayModel, type DayUi } from '../views/day/model.js';
import { monthSpan } from '../views/day/month-span.js';
import { decidedMeanwhile, decisionOf } from '../views/call/decided-meanwhile.js';
import { scoreText, span } from '../views/shared/format.js';
import { fieldProblem } from '../views/shared/field-problem.js';
import { html, type View } from '../views/shared/html.js';
import type { SurfaceCall, SurfaceDay, SurfaceExclusion, SurfaceDayTotals } from '../views/shared/surface.js';
import { goTo, useCameBack } from './address.js';
import { keepDraft, keptDraft, useDraft } from './draft.js';
import { focusSoon, keepFocus } from './focus.js';
import { useObjecting } from './objecting.js';
import { useOneAtATime } from './one-at-a-time.js';
import { useLost } from './reachability.js';
import { ask, askIfMatch, errorsOf, hostTime, Refused, sentenceOf } from './surface.js';
import { useUndone } from './undone.js';

/** The day's page, alive: excluding calls and taking that back. */
export function DayApp({ initial }: { initial: DayModel }): View {
  const [model, setModel] = useState(initial);
  const [ui, setUi] = useState<DayUi>(calmDayUi);
  const [note, write] = useDraft(ui.excluding === null ? null : draftOf(ui.excluding));
  const lost = useLost();
  const oneAtATime = useOneAtATime();
  const latest = useRef(model);
  latest.current = model;
  const days = `/phone-systems/employees/${encodeURIComponent(model.day.employeeId)}/days`;

  /** @param known the decision that is taken back; left out, the one that the day shows */
  const decide = (callId: string, excluded: boolean, note: string, known?: SurfaceExclusion | null): void =>
    void oneAtATime(() => send(callId, excluded, note, known));
  const send = async (
    callId: string,
    excluded: boolean,
    note: string,
    known?: SurfaceExclusion | null,
  ): Promise<void> => {
    setUi((before) => ({ ...before, busy: true, notice: null, noteProblem: null }));
    const path = `/phone-systems/calls/${encodeURIComponent(callId)}`;
    try {
      const decision = known === undefined ? await shownDecision(callId) : decisionOf(known);
      const { exclusion } = await askIfMatch<SurfaceCall>('PUT', `${path}/exclusion`, decision, {
        excluded,
        note: note.trim(),
      });
      keepDraft(draftOf(callId), '');
      const asOf = hostTime();
      const [day, month] = await Promise.all([
        ask<SurfaceDay>('GET', `${days}/${model.day.day}`),
        ask<SurfaceDayTotals>('GET', `${days}?${monthSpan(model.day.day, model.today)}`),
      ]);
      const { day: old } = latest.current;
      setModel((before) => ({ ...before, day, month: month.items, asOf }));
      setUi({
        ...calmDayUi,
        notice: {
          tone: 'good',
          text: excluded ? 'This call no longer counts.' : 'This call counts again.',
          detail: effectWords(old, day),
          undo: excluded ? () => decide(callId, false, '', exclusion) : undefined,
        },
      });
      focusSoon(() => callButton(callId) ?? document.getElementById('calls-title'));
    } catch (thrown) {
      const error = await decidedSince(thrown, callId);
      // Beside the note while somebody writes one: behind the question nobody would see it.
      const text = fieldProblem(errorsOf(error), 'note') ?? sentenceOf(error);
      setUi((before) => ({
        ...before,
        busy: false,
        noteProblem: before.excluding === null ? null : text,
        notice: before.excluding === null ? { tone: 'bad', text } : null,
      }));
      keepFocus();
    }
  };
  /** What was decided about a call, where that is what the day shows of it: the day itself names no decision. */
  const shownDecision = async (callId: string): Promise<string> => {
    const shownIn = ({ inputs }: SurfaceDay): string | undefined => {
      const input = inputs.find((one) => one.callId === callId);
      return input?.flagReason === 'excluded' ? input.text : '';
    };
    const { exclusion } = await ask<SurfaceCall>('GET', `/phone-systems/calls/${encodeURIComponent(callId)}`);
    const day = await ask<SurfaceDay>('GET', `${days}/${model.day.day}`);
    if (shownIn(day) !== shownIn(latest.current.day)) throw new Refused(412, DECIDED, '');
    return decisionOf(exclusion);
  };
  /** Where somebody else decided meanwhile, the day is shown as it is, and who it was is said. */
  const decidedSince = async (error: unknown, callId: string): Promise<unknown> => {
    if (!(error instanceof Refused) || error.code !== DECIDED) return error;
    const [day, { exclusion }] = await Promise.all([
      ask<SurfaceDay>('GET', `${days}/${model.day.day}`),
      ask<SurfaceCall>('GET', `/phone-systems/calls/${encodeURIComponent(callId)}`),
    ]);
    setModel((before) => ({ ...before, day, asOf: hostTime() }));
    return new Refused(412, DECIDED, decidedMeanwhile(exclusion));
  };
  const [objecting, objectingActions] = useObjecting({
    employeeId: model.day.employeeId,
    day: model.day.mayObject ? model.day.day : null,
    callId: null,
    said: async () => {
      const day = await ask<SurfaceDay>('GET', `${days}/${model.day.day}`);
      setModel((before) => ({ ...before, day, asOf: hostTime() }));
    },
    oneAtATime,
  });
  const question = (excluding: string | null): void => setUi((before) => ({ ...before, excluding, noteProblem: null }));

  // Who was asked for a note when the page was left is asked again, with what was written of it.
  useEffect(() => {
    const begun = initial.day.inputs.find(({ callId }) => keptDraft(draftOf(callId)) !== '');
    if (begun !== undefined && initial.day.mayExclude) question(begun.callId);
  }, [initial]);

  useUndone((notice) => setUi((before) => ({ ...before, notice })));

  const list = (show: DayShow): void => setModel((before) => ({ ...before, show }));
  useCameBack((query) => list(readDayShow(query)));

  const actions: DayActions = {
    show: (show) => {
      if (show === latest.current.show) return;
      goTo(dayHref(model.day.employeeId, model.day.day, show));
      list(show);
    },
    ask: (callId) => {
      if (callId === null && ui.excluding !== null) keepDraft(draftOf(ui.excluding), '');
      question(callId);
    },
    write,
    exclude: (callId, note) => decide(callId, true, note),
    include: (callId) => decide(callId, false, ''),
    closeNotice: () => setUi((before) => ({ ...before, notice: null })),
    objecting: objectingActions,
  };
  return html`<${DayPage} model=${model} ui=${{ ...ui, note, lost, objecting }} actions=${actions} />`;
}

/** Where the decision about a call is made; nothing where the call is not listed, or folded away. */
const callButton = (callId: string): HTMLElement | null => {
  const button = document.querySelector<HTMLElement>(`[data-call="${CSS.escape(callId)}"]`);
  return button?.checkVisibility() ? button : null;
};

const DECIDED = 'exclusion_changed';

/** What a decision did to a day, in points or in time. */
function effectWords(old: SurfaceDay, day: SurfaceDay): string {
  if (day.explain === 'points') return `The day’s score went from ${scoreText(old.score)} to ${scoreText(day.score)}.`;
  return `The day’s counted time went from ${span(old.countedSeconds ?? 0)} to ${span(day.countedSeconds ?? 0)}.`;
}

const draftOf = (callId: string): string => `day ${callId}`;
