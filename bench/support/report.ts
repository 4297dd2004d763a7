/** One line of a bench: what was measured, what came out, and what it should be. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  /** Left out where a figure only explains another one. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
  /** How it came about, in a few words. */
  readonly note?: string;
}

/** Prints a bench's table for people, and one line of JSON for machines. */
export function report(bench: string, measures: readonly Measure[]): void {
  const rows = [
    ['what', 'value', 'goal', 'reached', 'how'],
    ...measures.map((measure) => [
      measure.name,
      rounded(measure.value),
      goalText(measure),
      isReached(measure) === null ? '' : isReached(measure) ? 'yes' : 'NO',
      measure.note ?? '',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  console.log(`\n${bench}`);
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  console.log(JSON.stringify({ bench, measures: measures.map((one) => ({ ...one, reached: isReached(one) })) }));
}

const isReached = ({ value, goal }: Measure): boolean | null => {
  if (goal === undefined) return null;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
};

const goalText = ({ goal }: Measure): string => {
  if (goal === undefined) return '';
  return 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
};

const rounded = (value: number): string =>
  Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(4)));
