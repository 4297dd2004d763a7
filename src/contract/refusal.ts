/** An answer by which a vendor refuses, as its provider is shown it: of a status from 400 on, and no page of a proxy's. */
export interface Refusal {
  /**
   * What was asked: the API, in the name of a connected account; the token endpoint, in the name of this host; or the pages
   * of the sign-in, from which a browser came back with an error. Of the last the status is 400, the body is `error` and
   * `error_description`, which anybody may have written, and all that can be made of it is `unsupported`.
   */
  readonly from: 'api' | 'tokens' | 'sign-in';
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
