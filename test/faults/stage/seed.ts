/** How much is tried: a little before each change lands, everything in `npm run test:full`. */
export const FULL = process.env['FAULTS'] === 'full';

/** Chance that can be repeated: `FAULT_SEED` gives the seed that a failed run printed. */
export const SEED = Number(process.env['FAULT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Says what was tried. Past jest's own console, which adds a stack to each line. */
export function report(what: string): void {
  process.stdout.write(`${what}; again with FAULT_SEED=${SEED}\n`);
}

// At once: a run that fails, hangs or is ended can be tried again as well.
process.stdout.write(`FAULT_SEED=${SEED}\n`);
