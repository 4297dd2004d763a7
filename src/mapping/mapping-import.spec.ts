import type { MappingRow } from './mapping-row.js';
import { planImport } from './mapping-import.js';
import { WrongLines } from './wrong-lines.js';

const LINES = 5_000;
const ids = Array.from({ length: LINES }, (_, at) => `e${at}`);

it('lets others have their turn while it is planned, also where every line changes something', async () => {
  const employees = ids.map((id) => ({
    ...{ id, name: id, emails: [], phones: [], active: true },
    ...{ erasedAt: null, storedFrom: null, storedUntil: null },
  }));
  const phoneUsers = ids.map((id) => ({
    ...{ externalId: id, displayName: id, emails: [], numbers: [] },
    ...{ status: 'active' as const, emailsSince: null },
  }));
  const rows = ids.map((id): MappingRow => ({
    ...{ id, employeeId: id, phoneUserId: id, source: 'manual', matchedOn: null, fromDay: null, untilDay: null },
  }));
  const lines = ids.map((employeeId, at) => ({
    ...{ line: at + 2, employeeId, phoneUserId: ids[(at + 1) % LINES] ?? '' },
    ...{ source: 'manual' as const, from: null },
  }));
  let turns = 0;
  let isDone = false;
  const count = (): void => void (isDone || setImmediate(() => (turns++, count())));
  count();
  const state = { employees, phoneUsers, rows, matches: new Map(), today: '2026-03-04' };
  const plan = await planImport(state, { lines, wrong: new WrongLines() });
  isDone = true;
  expect(plan).toMatchObject({ changes: { length: LINES }, wrong: { count: 0 } });
  // Each line is read, gives up what there was, and takes.
  expect(turns).toBeGreaterThanOrEqual((3 * LINES) / 500);
});
