/** A line of a file that cannot be taken, and why, in a sentence. */
export interface WrongLine {
  readonly line: number;
  readonly message: string;
}

/** As many are told; nobody mends more than that by reading them. */
export const LISTED_LINES = 100;

/** The wrong lines of a file: the first of them, and how many there are. */
export class WrongLines {
  private kept: WrongLine[] = [];
  private counted = 0;

  get count(): number {
    return this.counted;
  }

  /** In the order of the file, whatever the order in which they were found. */
  get first(): readonly WrongLine[] {
    return this.kept.sort((a, b) => a.line - b.line).slice(0, LISTED_LINES);
  }

  add(...lines: readonly WrongLine[]): void {
    this.counted += lines.length;
    this.kept.push(...lines);
    if (this.kept.length > 2 * LISTED_LINES) this.kept = [...this.first];
  }

  include(other: WrongLines): void {
    this.add(...other.first);
    this.counted += other.count - other.first.length;
  }
}
