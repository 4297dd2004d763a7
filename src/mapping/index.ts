export * from './changed-days.js';
export type { MappingLine } from './mapping-csv.js';
export type { WrongLine } from './wrong-lines.js';
export * from './mapping-files.service.js';
export * from './mapping.module.js';
export * from './mapping-page.js';
export type { CandidateView, MappingItem, PhoneUserView } from './mapping-view.js';
export * from './mappings.service.js';
export * from './owners.js';
