import type { DataModel } from '../views/own-data/model.js';
import type { SurfaceDataSummary, SurfaceNotice, SurfaceReaders } from '../views/shared/surface.js';
import type { Visitor } from './visitor.js';

/** Gathers what the page of somebody's data shows. */
export async function dataModel(
  { me, tenant, get }: Visitor,
  employeeId: string,
  query: URLSearchParams,
): Promise<DataModel> {
  const page = Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1);
  const person = `/phone-systems/employees/${encodeURIComponent(employeeId)}`;
  const summary = await get<SurfaceDataSummary>(`${person}/data/summary`);
  const [readers, notice] = await Promise.all([
    get<SurfaceReaders>(`${person}/readers?page=${page}`),
    get<SurfaceNotice>('/phone-systems/notice'),
  ]);
  return {
    ...{ summary, readers, page, timeZone: tenant.timeZone },
    own: employeeId === me.employeeId,
    noticeVersion: notice.version,
  };
}
