import { Format } from './listing.input.js';

/** As what something is given. */
export class FormatQuery {
  @Format()
  readonly format?: 'json' | 'csv';
}
