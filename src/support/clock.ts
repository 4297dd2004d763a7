/**
 * Milliseconds since 1970, by a clock that no step of the host's moves: what is measured with it never goes back, and is
 * never ahead of what went by. It keeps what the host's clock was ahead or behind when this process began.
 */
export const steadyNow = (): number => performance.timeOrigin + performance.now();
