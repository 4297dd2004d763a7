/**
 * Why a request to a vendor failed, named by what must happen next. A provider throws these; the platform decides by
 * `kind` alone, in one exhaustive switch.
 *
 * - `reconnect`: the grant is gone; an administrator has to authorise again.
 * - `forbidden`: the grant is valid and not enough. `missing` names what is missing, in the administrator's words.
 * - `closed`: the vendor has shut the account itself; `state` is the vendor's word for it, such as `suspended`.
 * - `unsupported`: the provider cannot read accounts of this kind; `what` names the kind in the administrator's words, such
 *   as `an account of a national cloud`.
 * - `slowDown`: over the vendor's limit; `until` is when the vendor said to come back.
 * - `tryLater`: the vendor or the way to it is out of order for now.
 * - `restartListing`: the page token no longer leads anywhere; walk this window from its start.
 * - `gone`: the thing asked for does not exist (any more).
 * - `unreadable`: the answer has not the shape that is expected; `where` says where, and quotes nothing. A status that
 *   fits none of the other kinds is one of these: `where` is then `status 400`, with the status. `sample` is the answer's
 *   shape for the operator, keys and types and no value; the platform adds it, a provider leaves it out.
 * - `misconfigured`: the operator has to change a setting; `what` says which.
 * - `defect`: the provider itself failed, with an error that is none of these, or answered what the contract does not
 *   allow. Made by the platform only: a provider never throws it. `what` is the error's kind, such as `TypeError`.
 */
export type ProviderFailure =
  | { readonly kind: 'reconnect'; readonly reason: 'revoked' | 'expired' | 'refused' }
  | { readonly kind: 'forbidden'; readonly missing?: readonly string[] }
  | { readonly kind: 'closed'; readonly state: string }
  | { readonly kind: 'unsupported'; readonly what: string }
  | { readonly kind: 'slowDown'; readonly until?: Date }
  | { readonly kind: 'tryLater' }
  | { readonly kind: 'restartListing' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreadable'; readonly where: string; readonly sample?: string }
  | { readonly kind: 'misconfigured'; readonly what: string }
  | { readonly kind: 'defect'; readonly what: string };

/** The kinds of {@link ProviderFailure}. */
export type ProviderFailureKind = ProviderFailure['kind'];

/** The only error that a provider throws on purpose. Its message is shown to administrators: no token, no content. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly failure: ProviderFailure,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
