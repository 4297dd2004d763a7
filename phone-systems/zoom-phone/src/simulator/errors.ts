import { json, Refused } from 'prodoscore-phone-systems/testing';
import type { Answer } from 'prodoscore-phone-systems/testing';

/** An error in the API's form; its code is not the status. */
export const refusalOf = (
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => json(status, { code, message }, headers);

/** Stops with an error in the API's form. */
export const refuse = (status: number, code: number, message: string): never => {
  throw new Refused(refusalOf(status, code, message));
};

/** How the servers word what they refuse by themselves. */
export const generalRefusal = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer =>
  refusalOf(
    status,
    ({ 400: 300, 401: 124, 403: 124, 404: 1001 } as Record<number, number>)[status] ?? status,
    message,
    headers,
  );
