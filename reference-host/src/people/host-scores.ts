import { Injectable } from '@nestjs/common';
import type { DayScore, ScoreSink } from 'prodoscore-phone-systems';

const KEPT = 10_000;

/** Where day scores go at the reference host: into memory, the newest of each day, and no further. */
@Injectable()
export class HostScores implements ScoreSink {
  private readonly latest = new Map<string, DayScore>();

  publish(scores: readonly DayScore[]): Promise<void> {
    for (const score of scores) {
      const key = JSON.stringify([score.tenantId, score.employeeId, score.day]);
      const known = this.latest.get(key);
      if (known !== undefined && known.revision >= score.revision) continue;
      this.latest.delete(key);
      this.latest.set(key, score);
    }
    for (const key of this.latest.keys()) {
      if (this.latest.size <= KEPT) break;
      this.latest.delete(key);
    }
    return Promise.resolve();
  }

  /** The score that was published last for this day, or null. */
  of(tenantId: string, employeeId: string, day: string): DayScore | null {
    return this.latest.get(JSON.stringify([tenantId, employeeId, day])) ?? null;
  }
}
