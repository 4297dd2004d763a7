import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/**
 * Does a piece of work under an id of its own: a job of the queue, or a request. Every line that is logged meanwhile
 * carries it, however deep below.
 */
export const inWork = <T>(id: string, work: () => T): T => current.run(id, work);

/** The id of the work that is under way here; undefined outside of any. */
export const workId = (): string | undefined => current.getStore();
