/** Where the data lives: a PostgreSQL server, or an embedded PostgreSQL in a folder (`memory://` keeps nothing). */
export type DatabaseLocation =
  { readonly kind: 'server'; readonly url: string } | { readonly kind: 'embedded'; readonly dataDir: string };
