import type { Notice } from '../shared/notice.js';
import type { SurfaceObjection } from '../shared/surface.js';

export const OBJECTIONS_PATH = '/objections';

/** What may follow from accepting an objection. */
export type Step = NonNullable<NonNullable<SurfaceObjection['answer']>['step']>;

/** Everything that the page of objections shows. */
export interface ObjectionsModel {
  readonly items: readonly SurfaceObjection[];
  readonly answered: boolean;
  readonly page: number;
  readonly nextPage: number | null;
  /** The tenant's. */
  readonly timeZone: string;
}

/** What the page is in the middle of. */
export interface ObjectionsUi {
  readonly busy: boolean;
  readonly notice: Notice | null;
  readonly lost: boolean;
  /** What is being written, by the objection that it answers. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly steps: Readonly<Record<string, Step>>;
  /** What was wrong with an answer. */
  readonly problem: { readonly id: string; readonly text: string } | null;
}

export const calmObjectionsUi: ObjectionsUi = {
  busy: false,
  notice: null,
  lost: false,
  drafts: {},
  steps: {},
  problem: null,
};

export interface ObjectionsActions {
  write(id: string, text: string): void;
  choose(id: string, step: Step): void;
  answer(id: string, answer: 'accepted' | 'declined'): void;
  closeNotice(): void;
}

const idle = (): void => undefined;

export const noObjectionsActions: ObjectionsActions = { write: idle, choose: idle, answer: idle, closeNotice: idle };

/** The step that is offered first. */
export const firstStep = ({ callId }: Pick<SurfaceObjection, 'callId'>): Step => (callId === null ? 'look' : 'exclude');

export const objectionsHref = ({ answered, page }: Pick<ObjectionsModel, 'answered' | 'page'>): string => {
  const query = [...(answered ? ['state=answered'] : []), ...(page > 1 ? [`page=${page}`] : [])].join('&');
  return query === '' ? OBJECTIONS_PATH : `${OBJECTIONS_PATH}?${query}`;
};
