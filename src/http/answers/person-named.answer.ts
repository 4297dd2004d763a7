import { ApiProperty } from '../describing.js';

/** A person. */
export class PersonNamedAnswer {
  @ApiProperty({ description: "The host's id.", example: 'e1' })
  readonly id: string;

  @ApiProperty({ example: 'Dana Reyes' })
  readonly name: string;
}
