import { Injectable } from '@nestjs/common';
import { TokenKeys } from '../access/index.js';
import type { PageEnd } from '../mapping/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import type { ListPlace } from '../support/name-order.js';
import { wrongFields } from '../support/problems.js';
import { SealBroken } from '../support/sealed-box.js';

type Written = readonly [key: string, id: string] | null;

/** Where a page of people ended, as a text for an address. Names belong in no address: so it is sealed. */
@Injectable()
export class PageEnds {
  constructor(private readonly keys: TokenKeys) {}

  write(connection: ConnectionEntity, { employee, phoneUser }: PageEnd): string {
    const written = (place: ListPlace | null): Written => (place === null ? null : [place.key, place.id]);
    return this.keys.seal(JSON.stringify([written(employee), written(phoneUser)]), placeOf(connection));
  }

  /** @throws Problem 400 `invalid_input` where it is none of this connection's */
  read(connection: ConnectionEntity, text: string): PageEnd {
    const [employee, phoneUser] = JSON.parse(this.open(connection, text)) as readonly [Written, Written];
    const place = (written: Written): ListPlace | null =>
      written === null ? null : { key: written[0], id: written[1] };
    return { employee: place(employee), phoneUser: place(phoneUser) };
  }

  private open(connection: ConnectionEntity, text: string): string {
    try {
      return this.keys.unseal(text, placeOf(connection));
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      const message = 'after must be nextAfter of the page before; begin with the first page again';
      throw wrongFields('invalid_input', [{ field: 'after', message }]);
    }
  }
}

const placeOf = ({ id }: ConnectionEntity): string => `mappings:${id}`;
