import { json, Refused } from 'prodoscore-phone-systems/testing';
import type { Answer } from 'prodoscore-phone-systems/testing';

/** What an error names beside its code. */
export interface Named {
  readonly parameterName?: string;
  readonly permissionName?: string;
}

/** An error in RingCentral's form. */
export const refusalOf = (
  status: number,
  errorCode: string,
  message: string,
  named: Named = {},
  headers: Readonly<Record<string, string>> = {},
): Answer => {
  const { permissionName } = named;
  return json(status, { errorCode, message, errors: [{ errorCode, message, ...named }], permissionName }, headers);
};

/** Stops with an error in RingCentral's form. */
export const refuse = (status: number, errorCode: string, message: string, named: Named = {}): never => {
  throw new Refused(refusalOf(status, errorCode, message, named));
};

export const refuseParameter = (parameterName: string): never =>
  refuse(400, 'CMN-101', `Parameter [${parameterName}] value is invalid`, { parameterName });

export const refuseMissing = (what: string): never =>
  refuse(404, 'CMN-102', `Resource for parameter [${what}] is not found`, { parameterName: what });

/** How the server words what it refuses by itself. */
export const generalRefusal = (status: number, message: string, headers: Readonly<Record<string, string>> = {}) => {
  const codes: Readonly<Record<number, string>> = {
    400: 'CMN-101',
    401: 'OAU-129',
    403: 'CMN-401',
    404: 'CMN-102',
    405: 'CMN-126',
    429: 'CMN-301',
    503: 'CMN-211',
  };
  return refusalOf(status, codes[status] ?? 'CMN-201', message, {}, headers);
};
