import { useState } from 'preact/hooks';
import { CallPage } from '../views/call/call-page.js';
import { calmCallUi, type CallActions, type CallModel, type CallUi } from '../views/call/model.js';
import { html, type View } from '../views/shared/html.js';
import type { SurfaceCall } from '../views/shared/surface.js';
import { focusSoon } from './focus.js';
import { useLost } from './reachability.js';
import { ask, Refused, sentenceOf } from './surface.js';

/** The call's page, alive: excluding a call and taking that back. */
export function CallApp({ initial }: { initial: CallModel }): View {
  const [model, setModel] = useState(initial);
  const [ui, setUi] = useState<CallUi>(calmCallUi);
  const lost = useLost();

  const exclude = async (excluded: boolean, note: string): Promise<void> => {
    setUi({ ...calmCallUi, busy: true });
    try {
      const path = `/phone-systems/calls/${encodeURIComponent(model.call.callId)}/exclusion`;
      const call = await ask<SurfaceCall>('PUT', path, { excluded, note: note.trim() });
      setModel({ ...model, call });
      const text = excluded ? 'This call no longer counts.' : 'This call counts again.';
      const undo = excluded ? () => void exclude(false, '') : undefined;
      setUi({ ...calmCallUi, notice: { tone: 'good', text, undo } });
      focusSoon(() => document.getElementById('exclusion-title'));
    } catch (error) {
      const wrongNote = error instanceof Refused ? error.errors.find(({ field }) => field === 'note') : undefined;
      setUi({
        ...calmCallUi,
        noteProblem: wrongNote?.message ?? null,
        notice: wrongNote === undefined ? { tone: 'bad', text: sentenceOf(error) } : null,
      });
    }
  };
  const actions: CallActions = {
    exclude: (excluded, note) => void exclude(excluded, note),
    closeNotice: () => setUi(calmCallUi),
  };
  return html`<${CallPage} model=${model} ui=${{ ...ui, lost }} actions=${actions} />`;
}
