import type { DataModel } from '../../reference-host/src/views/own-data/model.js';

/** Somebody's own data of which nothing is stored yet. */
export const nothingStored: DataModel = {
  summary: {
    employee: {
      id: 'e1',
      name: 'Dana Reyes',
      emails: ['dana@acme.example'],
      phones: ['+14155550101'],
      managerId: null,
      active: true,
      storedFrom: null,
      storedUntil: null,
    },
    lines: [],
    stored: [],
    objections: [],
    acknowledgements: [],
    contact: 'privacy@acme.example',
  },
  own: true,
  readers: { items: [], nextPage: null },
  page: 1,
  noticeVersion: 'a1',
  timeZone: 'America/New_York',
};
