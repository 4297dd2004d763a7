/** Looks once for all who ask while it looks, so that many who come at once cost no more than one. */
export function sharedLook<T>(look: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return () =>
    (underWay ??= look().finally(() => {
      underWay = null;
    }));
}
