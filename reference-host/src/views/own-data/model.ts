import type { SurfaceDataSummary, SurfaceReaders } from '../shared/surface.js';

/** Everything that the page of somebody's data shows. */
export interface DataModel {
  readonly summary: SurfaceDataSummary;
  /** Whether whoever looks is the person. */
  readonly own: boolean;
  readonly readers: SurfaceReaders;
  /** Of the readers. */
  readonly page: number;
  /** The version of the notice that holds now. */
  readonly noticeVersion: string;
  /** The tenant's. */
  readonly timeZone: string;
}

/** @param page of who looked */
export const dataHref = (employeeId: string, page = 1): string =>
  `/employees/${encodeURIComponent(employeeId)}/data${page === 1 ? '' : `?page=${page}#readers`}`;

/** Where everything is given as a file. */
export const fileHref = (employeeId: string, format: 'json' | 'csv'): string =>
  `/api/phone-systems/employees/${encodeURIComponent(employeeId)}/data?format=${format}`;
