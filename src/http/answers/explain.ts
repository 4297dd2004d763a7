import { ApiProperty } from '../describing.js';

/** Why points may be missing in an answer. */
export const NOT_TOLD = 'Null for who is told minutes alone.';

/** How much of the counting an answer tells. */
export const ApiExplain = (): PropertyDecorator =>
  ApiProperty({
    enum: ['points', 'minutes'],
    description:
      'What whoever asks is told of the counting, by the tenant’s terms: where `minutes`, every score and all points are null.',
  });
