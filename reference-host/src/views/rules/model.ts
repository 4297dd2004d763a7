import { daysAfter } from '../shared/format.js';
import type { Notice } from '../shared/notice.js';
import type { SurfaceFieldProblem, SurfaceRules, SurfaceRulesEffect } from '../shared/surface.js';

/** Everything that the page of counting rules shows. */
export interface RulesModel {
  readonly rules: SurfaceRules;
  /** The host's names, by employee. */
  readonly names: Readonly<Record<string, string>>;
  /** The tenant's. */
  readonly timeZone: string;
  /** The tenant's own day at the time of rendering. */
  readonly today: string;
}

/** The fields as they stand on the page: texts, right or wrong. */
export interface RulesDraft {
  readonly effectiveFrom: string;
  readonly pointsPerMinute: string;
  readonly inbound: string;
  readonly outbound: string;
  readonly internal: string;
  readonly pointsPerCall: string;
  readonly shortestTalkSeconds: string;
  readonly dailyCap: string;
  readonly overlap: string;
}

/** What a draft does to days that are over. */
export interface PastEffect {
  /** How many days before today it holds on. */
  readonly days: number;
  /** How many people's scores of the last 30 days it changes, and of how many. */
  readonly changed: number;
  readonly people: number;
}

/** What the page is in the middle of. */
export interface RulesUi {
  readonly draft: RulesDraft;
  readonly busy: boolean;
  readonly notice: Notice | null;
  readonly problems: readonly SurfaceFieldProblem[];
  /** What the draft would change; null while it is not known. */
  readonly effects: readonly SurfaceRulesEffect[] | null;
  /** When the first of them was told. */
  readonly asOf: string | null;
  /** Days that the draft cannot change, because their calls were deleted. */
  readonly frozenDays: readonly string[];
  /** It is being found out what the draft would change. */
  readonly counting: boolean;
  /** About how many people there are to count. */
  readonly people: number;
  /** Asked before rules are saved that hold on days that are over; null while nothing is asked. */
  readonly past: PastEffect | null;
  readonly lost: boolean;
}

export interface RulesActions {
  edit(change: Partial<RulesDraft>): void;
  save(): void;
  /** Saves rules that hold on days that are over. */
  saveForThePast(): void;
  leavePast(): void;
  /** Takes back rules that hold on no day yet. */
  withdraw(effectiveFrom: string): void;
  /** Goes back to the rules that were saved last. */
  discard(): void;
  closeNotice(): void;
}

const idle = (): void => undefined;
export const noRulesActions: RulesActions = {
  edit: idle,
  save: idle,
  saveForThePast: idle,
  leavePast: idle,
  withdraw: idle,
  discard: idle,
  closeNotice: idle,
};

/** A change of the rules begins with those that were saved last, from today on. */
export const draftOf = ({ rules, today }: RulesModel): RulesDraft => ({
  effectiveFrom: today,
  pointsPerMinute: String(rules.pointsPerMinute),
  inbound: String(rules.weights.inbound),
  outbound: String(rules.weights.outbound),
  internal: String(rules.weights.internal),
  pointsPerCall: String(rules.pointsPerCall),
  shortestTalkSeconds: String(rules.shortestTalkSeconds),
  dailyCap: rules.dailyCap === null ? '' : String(rules.dailyCap),
  overlap: rules.overlap,
});

/** Whether a draft is what is saved for its day. */
export function isSaved(model: RulesModel, draft: RulesDraft): boolean {
  const version = model.rules.versions.find(({ effectiveFrom }) => effectiveFrom === draft.effectiveFrom);
  if (version === undefined) return false;
  const saved = draftOf({ ...model, rules: { ...model.rules, ...version }, today: version.effectiveFrom });
  return JSON.stringify(documentOf(saved)) === JSON.stringify(documentOf(draft));
}

/** Whether anything was changed that is not saved. */
export const isChanged = (model: RulesModel, draft: RulesDraft): boolean =>
  Object.entries(draftOf(model)).some(([field, saved]) => draft[field as keyof RulesDraft] !== saved);

export const calmRulesUi = (model: RulesModel): RulesUi => ({
  draft: draftOf(model),
  busy: false,
  notice: null,
  problems: [],
  effects: null,
  asOf: null,
  frozenDays: [],
  counting: false,
  people: 0,
  past: null,
  lost: false,
});

/** The document that the surface takes. What is no number is sent as it is, so that the surface says so. */
export function documentOf(draft: RulesDraft): unknown {
  const { effectiveFrom, overlap } = draft;
  return {
    effectiveFrom,
    pointsPerMinute: numberIn(draft.pointsPerMinute),
    weights: {
      inbound: numberIn(draft.inbound),
      outbound: numberIn(draft.outbound),
      internal: numberIn(draft.internal),
    },
    pointsPerCall: numberIn(draft.pointsPerCall),
    shortestTalkSeconds: numberIn(draft.shortestTalkSeconds),
    dailyCap: draft.dailyCap.trim() === '' ? null : numberIn(draft.dailyCap),
    overlap,
  };
}

function numberIn(text: string): number | string {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? text : value;
}

const PREVIEW_DAYS = 30;

/** The draft as if it had held in all of the last 30 days, so that what it is worth can be seen. */
export const heldAllAlong = (draft: RulesDraft, { today }: RulesModel): RulesDraft => ({
  ...draft,
  effectiveFrom: daysAfter(today, 1 - PREVIEW_DAYS),
});

/** A difference of sums with two places. */
export const differenceOf = (effect: SurfaceRulesEffect): number => Math.round((effect.new - effect.old) * 100) / 100;
