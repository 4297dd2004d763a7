/** The log of a host in which something is wrong on purpose. */
export const silent = { log: nothing, error: nothing, warn: nothing, debug: nothing, verbose: nothing, fatal: nothing };

function nothing(): void {
  // Nobody reads it.
}
