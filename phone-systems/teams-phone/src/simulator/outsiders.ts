/** The made-up customers and suppliers whom everybody calls, by their numbers; one hides it. */
export const outsiders = {
  annette: '+14155550111',
  sam: '+14155550122',
  supplier: '+12065550144',
  harbor: '+16175550155',
  partner: '+48225550166',
  dentist: '+13125550188',
} as const;

/** Who hides the number. */
export const WITHHELD = '';

/** Somebody of another tenant, who calls by Teams. */
export const federated = {
  kind: 'stranger',
  userId: 'f0f0f0f0-5d0c-4e11-8000-000000000077',
  tenantId: 'f0f0f0f0-5e1d-4c57-9a3e-000000000009',
  name: 'Stella Fremd',
} as const;
