import { report } from '../support/report.js';
import { simulatedDay } from './day.js';
import { lookForDue } from './due.js';
import { hostileJson } from './hostile-json.js';
import { nearTurn } from './near-turn.js';
import { readStored } from './sizes.js';

/** What fetching costs a database and a vendor, mostly counted: a machine that does other things as well counts the same. */
export async function benchCounts(): Promise<void> {
  report('counts of a near turn', await nearTurn(readStored(process.env)));
  report('what is due', await lookForDue());
  report('hostile JSON', hostileJson());
  report('a simulated day', [...(await simulatedDay(false)), ...(await simulatedDay(true))]);
}
