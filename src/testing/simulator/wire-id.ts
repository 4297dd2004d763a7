import { wideInteger } from '../vendor/index.js';

/** An id as Dialpad writes it: a decimal string on some records, a bare number on others. */
export const wireId = (id: string, asNumber: boolean): object | string => (asNumber ? wideInteger(id) : id);
