/** What somebody is in the middle of saying. */
export interface ObjectingUi {
  readonly text: string;
  readonly busy: boolean;
  /** What was found wrong with it. */
  readonly problem: string | null;
}

export const calmObjectingUi: ObjectingUi = { text: '', busy: false, problem: null };

export interface ObjectingActions {
  write(text: string): void;
  send(): void;
}

export const noObjectingActions: ObjectingActions = { write: () => undefined, send: () => undefined };
