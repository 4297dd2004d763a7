import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

/** Linux counts processor time in hundredths of a second. */
const TICKS_A_SECOND = 100;

/** The server itself, where it runs on this machine. */
export class DatabaseServer {
  private constructor(private readonly postmaster: number | null) {}

  static async of(url: string): Promise<DatabaseServer> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<{ folder: string }>(
        `select setting as folder from pg_settings where name = 'data_directory'`,
      );
      return new DatabaseServer(readPostmaster(rows[0]?.folder));
    } finally {
      await client.end();
    }
  }

  /** Processor seconds of all its processes since it started; null where it runs elsewhere. */
  cpuSeconds(): number | null {
    if (this.postmaster === null) return null;
    let ticks = 0;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const stat = readStat(pid);
      if (stat === null) continue;
      if (pid === String(this.postmaster)) ticks += stat.own + stat.ofEndedChildren;
      else if (stat.parent === this.postmaster) ticks += stat.own;
    }
    return ticks / TICKS_A_SECOND;
  }
}

function readPostmaster(folder: string | undefined): number | null {
  try {
    const pid = Number(readFileSync(`${folder}/postmaster.pid`, 'utf8').split('\n', 1)[0]);
    return readStat(String(pid)) === null ? null : pid;
  } catch {
    return null;
  }
}

function readStat(pid: string): { parent: number; own: number; ofEndedChildren: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in brackets, which may contain anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
      (at) => fields[at],
    );
    return { parent, own: user + system, ofEndedChildren: endedUser + endedSystem };
  } catch {
    return null;
  }
}
