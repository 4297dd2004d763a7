/** The JSON that the pages read from the HTTP surface. Types alone: a page knows nothing else of the platform. */

import type { AuditAnswer } from '../../../http/answers/audit.answer.js';
import type { CallAnswer, ConversationAnswer, ExclusionAnswer } from '../../../http/answers/call.answer.js';
import type { ConnectionAnswer, ProgressAnswer, StoppageAnswer } from '../../../http/answers/connection.answer.js';
import type { DayAnswer, DayInputAnswer, DayTotalAnswer, DayTotalsAnswer } from '../../../http/answers/days.answer.js';
import type { FormerAccountAnswer } from '../../../http/answers/former-accounts.answer.js';
import type { FetchAnswer, RejectedAnswer } from '../../../http/answers/fetches.answer.js';
import type {
  CandidateAnswer,
  MappingAnswer,
  MappingsAnswer,
  PhoneUserAnswer,
  PlannedMappingAnswer,
} from '../../../http/answers/mappings.answer.js';
import type { MappingImportAnswer } from '../../../http/answers/mappings-file.answer.js';
import type {
  FiguresAnswer,
  PeopleDaysAnswer,
  PersonDayAnswer,
  PersonDaysAnswer,
} from '../../../http/answers/people-days.answer.js';
import type { PhoneSystemAnswer, PhoneSystemsAnswer } from '../../../http/answers/phone-systems.answer.js';
import type { FieldProblemAnswer, ProblemAnswer } from '../../../http/answers/problem.answer.js';
import type { RulesAnswer, RulesEffectAnswer, RulesPreviewAnswer } from '../../../http/answers/rules.answer.js';

export type SurfaceAudit = Pick<AuditAnswer, 'items'>;
export type SurfaceConnection = ConnectionAnswer;
export type SurfaceFormerAccount = FormerAccountAnswer;
export type SurfaceProgress = ProgressAnswer;
export type SurfaceProblem = StoppageAnswer;
export type SurfaceSystem = PhoneSystemAnswer;
export type SurfaceSystems = PhoneSystemsAnswer;
export type SurfaceRound = FetchAnswer;
export type SurfaceRejected = RejectedAnswer;
export type SurfacePhoneUser = PhoneUserAnswer;
export type SurfaceCandidate = CandidateAnswer;
export type SurfaceMapping = MappingAnswer;
export type SurfacePlan = PlannedMappingAnswer;
export type SurfaceMappings = MappingsAnswer;
export type SurfaceImport = MappingImportAnswer;
export type SurfaceRefusal = ProblemAnswer;
export type SurfaceFieldProblem = FieldProblemAnswer;
export type SurfaceRules = RulesAnswer;
export type SurfaceRulesEffect = RulesEffectAnswer;
export type SurfaceRulesPreview = RulesPreviewAnswer;

export type SurfaceDay = DayAnswer;
export type SurfaceDayInput = DayInputAnswer;
export type SurfaceDayTotal = DayTotalAnswer;
export type SurfaceDayTotals = DayTotalsAnswer;
export type SurfacePeopleDays = PeopleDaysAnswer;
export type SurfacePersonDays = PersonDaysAnswer;
export type SurfacePersonDay = PersonDayAnswer;
export type SurfaceFigures = FiguresAnswer;
export type SurfaceCall = CallAnswer;
export type SurfaceExclusion = ExclusionAnswer;
export type SurfaceConversationRecord = ConversationAnswer;

/** `GET /me` of the reference host. */
export interface SurfaceMe {
  readonly employeeId: string;
  readonly tenantId: string;
  readonly role: 'admin' | 'manager' | 'employee';
  readonly name: string;
  /** Whether somebody reports to them. */
  readonly leads: boolean;
}
