/** An answer by which a vendor refuses, as its provider is shown it: of a status from 400 on, and no page of a proxy's. */
export interface Refusal {
  /** What was asked: the API, in the name of a connected account, or the token endpoint, in the name of this host. */
  readonly from: 'api' | 'tokens';
  readonly status: number;
  /** Header names are lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body, read as `read` of a request is given it; undefined where it is no JSON. */
  readonly json: unknown;
  /** As it was asked for, without its query. */
  readonly path: string;
  /** What was asked along with it. */
  readonly query: Readonly<Record<string, string>>;
}
