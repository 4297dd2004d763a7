import { useEffect, useState } from 'preact/hooks';
import { CallPage } from '../views/call/call-page.js';
import { calmCallUi, type CallActions, type CallModel, type CallUi } from '../views/call/model.js';
import { fieldProblem } from '../views/shared/field-problem.js';
import { decidedMeanwhile, decisionOf } from '../views/call/decided-meanwhile.js';
import { html, type View } from '../views/shared/html.js';
import type { SurfaceCall, SurfaceExclusion } from '../views/shared/surface.js';
import { keptDraft, useDraft } from './draft.js';
import { focusSoon, keepFocus } from './focus.js';
import { useObjecting } from './objecting.js';
import { useOneAtATime } from './one-at-a-time.js';
import { useLost } from './reachability.js';
import { ask, askIfMatch, errorsOf, Refused, sentenceOf } from './surface.js';
import { useUndone } from './undone.js';

/** The call's page, alive: excluding a call and taking that back. */
export function CallApp({ initial }: { initial: CallModel }): View {
  const [model, setModel] = useState(initial);
  const [ui, setUi] = useState<CallUi>(calmCallUi);
  const draft = `call ${initial.call.callId}`;
  const [note, write] = useDraft(draft);
  const lost = useLost();
  const oneAtATime = useOneAtATime();

  // Who was writing goes on there.
  useEffect(() => {
    if (keptDraft(draft) !== '') focusSoon(() => document.getElementById('note'));
  }, [draft]);

  useUndone((notice) => setUi((before) => ({ ...before, notice })));

  const exclude = (excluded: boolean, note: string): void => decide(excluded, note, model.call.exclusion);
  const decide = (excluded: boolean, note: string, known: SurfaceExclusion | null): void =>
    void oneAtATime(() => send(excluded, note, known));
  const send = async (excluded: boolean, note: string, known: SurfaceExclusion | null): Promise<void> => {
    setUi({ ...calmCallUi, busy: true });
    const path = `/phone-systems/calls/${encodeURIComponent(model.call.callId)}`;
    try {
      const call = await askIfMatch<SurfaceCall>('PUT', `${path}/exclusion`, decisionOf(known), {
        excluded,
        note: note.trim(),
      });
      write('');
      setModel({ ...model, call });
      const text = excluded ? 'This call no longer counts.' : 'This call counts again.';
      const undo = excluded ? () => decide(false, '', call.exclusion) : undefined;
      setUi({ ...calmCallUi, notice: { tone: 'good', text, undo } });
      focusSoon(() => document.getElementById('exclusion-title'));
    } catch (error) {
      if (error instanceof Refused && error.code === 'exclusion_changed') {
        const now = await ask<SurfaceCall>('GET', path);
        setModel({ ...model, call: now });
        setUi({ ...calmCallUi, notice: { tone: 'bad', text: decidedMeanwhile(now.exclusion) } });
        return keepFocus();
      }
      const noteProblem = fieldProblem(errorsOf(error), 'note');
      setUi({
        ...calmCallUi,
        noteProblem,
        notice: noteProblem === null ? { tone: 'bad', text: sentenceOf(error) } : null,
      });
      focusSoon(() => (noteProblem === null ? null : document.getElementById('note')));
      keepFocus();
    }
  };
  const [objecting, objectingActions] = useObjecting({
    employeeId: model.me,
    day: model.call.mayObjectOn,
    callId: model.call.callId,
    said: async () => {
      const call = await ask<SurfaceCall>('GET', `/phone-systems/calls/${encodeURIComponent(model.call.callId)}`);
      setModel((before) => ({ ...before, call }));
    },
    oneAtATime,
  });
  const actions: CallActions = {
    write,
    exclude,
    closeNotice: () => setUi(calmCallUi),
    objecting: objectingActions,
  };
  return html`<${CallPage} model=${model} ui=${{ ...ui, note, lost, objecting }} actions=${actions} />`;
}
