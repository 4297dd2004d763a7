import { useState } from 'preact/hooks';
import { calmObjectingUi, type ObjectingActions, type ObjectingUi } from '../views/objections/objecting-model.js';
import { fieldProblem } from '../views/shared/field-problem.js';
import { useDraft } from './draft.js';
import { focusSoon } from './focus.js';
import type { useOneAtATime } from './one-at-a-time.js';
import { ask, errorsOf, Refused, sentenceOf } from './surface.js';

/** What is objected to, and what is done once that was said. */
export interface Objected {
  readonly employeeId: string;
  /** Null where there is nothing to object to. */
  readonly day: string | null;
  readonly callId: string | null;
  /** Shows the objection where it belongs. */
  readonly said: () => Promise<void>;
  readonly oneAtATime: ReturnType<typeof useOneAtATime>;
}

/** Objecting to a day or a call of one's own. What is written is kept until it was said. */
export function useObjecting(objected: Objected): readonly [ObjectingUi, ObjectingActions] {
  const { employeeId, day, callId, said, oneAtATime } = objected;
  const [ui, setUi] = useState(calmObjectingUi);
  const [text, write] = useDraft(day === null ? null : `objection ${callId ?? day}`);
  const send = async (): Promise<void> => {
    setUi({ ...calmObjectingUi, busy: true });
    try {
      const path = `/phone-systems/employees/${encodeURIComponent(employeeId)}/days/${day}/objections`;
      // Where the answer was lost on the way and it was said again, it stands there all the same.
      await ask('POST', path, { text: text.trim(), callId }).catch((error: unknown) => {
        if (!(error instanceof Refused) || error.code !== 'objection_open') throw error;
      });
      await said();
      write('');
      setUi(calmObjectingUi);
      focusSoon(() => document.getElementById('objections-title'));
    } catch (error) {
      setUi({ ...calmObjectingUi, problem: fieldProblem(errorsOf(error), 'text') ?? sentenceOf(error) });
      focusSoon(() => document.getElementById('objection'));
    }
  };
  return [
    { ...ui, text },
    { write, send: () => void oneAtATime(send) },
  ];
}
