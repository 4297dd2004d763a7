/** The JSON that the pages read from the HTTP surface. Types alone: a page knows nothing else of the platform. */

import type { components } from './http-surface.js';

type Answers = components['schemas'];

export type SurfaceAudit = Pick<Answers['AuditAnswer'], 'items'>;
export type SurfaceConnection = Answers['ConnectionAnswer'];
export type SurfaceFormerAccount = Answers['FormerAccountAnswer'];
export type SurfaceProgress = Answers['ProgressAnswer'];
export type SurfaceProblem = Answers['StoppageAnswer'];
export type SurfaceSystem = Answers['PhoneSystemAnswer'];
export type SurfaceSystems = Answers['PhoneSystemsAnswer'];
export type SurfaceRound = Answers['FetchAnswer'];
export type SurfaceRejected = Answers['RejectedAnswer'];
export type SurfacePhoneUser = Answers['PhoneUserAnswer'];
export type SurfaceCandidate = Answers['CandidateAnswer'];
export type SurfaceMapping = Answers['MappingAnswer'];
export type SurfacePlan = Answers['PlannedMappingAnswer'];
export type SurfaceMappings = Answers['MappingsAnswer'];
export type SurfaceImport = Answers['MappingImportAnswer'];
export type SurfaceRefusal = Answers['ProblemAnswer'];
export type SurfaceFieldProblem = Answers['FieldProblemAnswer'];
export type SurfaceRules = Answers['RulesAnswer'];
export type SurfaceRulesEffect = Answers['RulesEffectAnswer'];
export type SurfaceRulesPreview = Answers['RulesPreviewAnswer'];

export type SurfaceDay = Answers['DayAnswer'];
export type SurfaceDayInput = Answers['DayInputAnswer'];
export type SurfaceDayTotal = Answers['DayTotalAnswer'];
export type SurfaceDayTotals = Answers['DayTotalsAnswer'];
export type SurfacePeopleDays = Answers['PeopleDaysAnswer'];
export type SurfacePersonDays = Answers['PersonDaysAnswer'];
export type SurfacePersonDay = Answers['PersonDayAnswer'];
export type SurfaceFigures = Answers['FiguresAnswer'];
export type SurfaceCall = Answers['CallAnswer'];
export type SurfaceNotice = Answers['NoticeAnswer'];
export type SurfaceObjection = Answers['ObjectionAnswer'];
export type SurfaceObjectionOnDay = Answers['ObjectionOnDayAnswer'];
export type SurfaceObjections = Answers['ObjectionsAnswer'];
export type SurfaceDataSummary = Answers['DataSummaryAnswer'];
export type SurfaceOwnLine = Answers['OwnLineAnswer'];
export type SurfaceStoredAmount = Answers['StoredAmountAnswer'];
export type SurfaceReader = Answers['ReaderAnswer'];
export type SurfaceReaders = Answers['ReadersAnswer'];
export type SurfaceExclusion = Answers['ExclusionAnswer'];
export type SurfaceConversationRecord = Answers['ConversationAnswer'];

/** `GET /me` of the reference host. */
export type SurfaceMe = Answers['Me'];
