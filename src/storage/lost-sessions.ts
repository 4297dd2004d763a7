/** What is used of a session of `pg`. */
interface Session {
  on(event: 'end', listener: () => void): unknown;
  release(destroy?: boolean): void;
}

/** What is used of its pool. */
interface SessionPool {
  on(event: 'acquire' | 'connect', listener: (session: Session) => void): unknown;
  on(event: 'release', listener: (error: unknown, session: Session) => void): unknown;
}

/**
 * Throws a session away that ends while somebody holds it. A transaction gives its session back only after a commit or a
 * rollback that the server answered: of one that was lost, the place in the pool would stay taken for good.
 */
export function throwLostAway(pool: SessionPool): void {
  const held = new Set<Session>();
  pool.on('acquire', (session) => held.add(session));
  pool.on('release', (_error, session) => held.delete(session));
  pool.on('connect', (session) => {
    session.on('end', () => {
      if (!held.has(session)) return;
      session.release(true);
      // Whoever holds it may give it back as well, once it knows.
      session.release = () => undefined;
    });
  });
}
