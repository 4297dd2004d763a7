import { RingCentralPhoneSystem } from 'prodoscore-ringcentral';
import { type RingCentralCompany, startRingCentralSimulator } from 'prodoscore-ringcentral/testing';
import { TeamsPhoneSystem } from 'prodoscore-teams-phone';
import { startTeamsPhoneSimulator, type TeamsCompany } from 'prodoscore-teams-phone/testing';
import type { PhoneSystemProvider } from 'prodoscore-phone-systems';
import { ZoomPhone } from 'prodoscore-zoom-phone';
import { startZoomPhoneSimulator, type ZoomCompany } from 'prodoscore-zoom-phone/testing';

const DOMAIN = 'crowd.example';
const TIME_ZONE = 'America/New_York';

/** A simulated vendor with one company, and the phone system that reads it. */
export interface PricedVendor {
  readonly provider: PhoneSystemProvider;
  readonly baseUrl: string;
  readonly token: string;
  /** How often a call of the list is read until nothing more comes to it. */
  readingsOf(externalId: string): number;
  stop(): Promise<void>;
}

/** How a vendor is started with so many people who call as on ordinary days, at an instant. */
export type StartVendor = (people: number, now: Date) => Promise<PricedVendor>;

const simulated = (now: Date) => ({ limits: 'off', historyDays: 12, now: () => now }) as const;

const each = <T>(people: number, make: (place: number) => T): readonly T[] =>
  Array.from({ length: people }, (_, place) => make(place));

const emailOf = (place: number): string => `person${place}@${DOMAIN}`;
const numberOf = (place: number): string => `+1415${String(2_000_000 + place)}`;

export const VENDORS: Readonly<Record<string, StartVendor>> = {
  RingCentral: async (people, now) => {
    const ringCentral = await startRingCentralSimulator({ ...simulated(now), companies: [atRingCentral(people)] });
    return {
      provider: new RingCentralPhoneSystem(null),
      baseUrl: ringCentral.baseUrl,
      token: ringCentral.grant(emailOf(0)).accessToken,
      readingsOf: () => 1,
      stop: () => ringCentral.stop(),
    };
  },
  'Zoom Phone': async (people, now) => {
    const zoom = await startZoomPhoneSimulator({ ...simulated(now), companies: [atZoom(people)] });
    return {
      provider: new ZoomPhone(null),
      baseUrl: zoom.baseUrl,
      token: zoom.grant(emailOf(0)).accessToken,
      readingsOf: () => 1,
      stop: () => zoom.stop(),
    };
  },
  'Microsoft Teams Phone': async (people, now) => {
    const teams = await startTeamsPhoneSimulator({ ...simulated(now), companies: [atTeams(people)] });
    return {
      provider: new TeamsPhoneSystem({ baseUrl: teams.baseUrl }),
      baseUrl: teams.baseUrl,
      token: teams.grant(DOMAIN),
      // A row of a log never changes; a call record has versions.
      readingsOf: (id) => (/^[0-9a-f-]{36}$/.test(id) ? teams.call(DOMAIN, id).versions.length : 1),
      stop: () => teams.stop(),
    };
  },
};

const company = { name: 'Crowd', domain: DOMAIN, timeZone: TIME_ZONE };

const atRingCentral = (people: number): RingCentralCompany => ({
  ...company,
  id: '4500100200',
  mainNumber: '+14155550100',
  federated: [],
  extensions: each(people, (place) => ({
    id: String(4_600_000_000 + place),
    extensionNumber: String(10_000 + place),
    type: 'User',
    status: 'Enabled',
    firstName: 'Person',
    lastName: String(place),
    email: emailOf(place),
    phoneNumbers: [numberOf(place)],
    hidden: false,
    site: 'Main site',
    administers: place === 0 ? 'account' : null,
    readsCompanyCallLog: place === 0,
  })),
});

const atZoom = (people: number): ZoomCompany => ({
  ...company,
  accountId: 'account-crowd',
  mainNumber: '+14155550100',
  plan: 'business',
  groups: [],
  users: each(people, (place) => ({
    id: `zoom-user-${place}`,
    phoneUserId: `phone-user-${place}`,
    extensionId: `user-ext-${place}`,
    extensionNumber: 10_000 + place,
    name: `Person ${place}`,
    email: emailOf(place),
    verified: true,
    phoneNumbers: [numberOf(place)],
    status: 'activate',
    roleName: place === 0 ? 'Owner' : 'Member',
    managesPhone: place === 0,
    site: 'Main',
    department: '',
  })),
});

const atTeams = (people: number): TeamsCompany => ({
  ...company,
  id: '0b7c5a10-5e1d-4c57-9a3e-c20d00000003',
  domains: [DOMAIN],
  initialDomain: 'crowd.onmicrosoft.com',
  users: each(people, (place) => ({
    id: `c20d0001-5d0c-4e11-8000-${String(place).padStart(12, '0')}`,
    displayName: `Person ${place}`,
    mail: emailOf(place),
    userPrincipalName: emailOf(place),
    proxyAddresses: [],
    businessPhones: [],
    mobilePhone: null,
    accountEnabled: true,
    userType: 'Member',
    accountType: 'user',
    isEnterpriseVoiceEnabled: true,
    telephoneNumbers: [numberOf(place)],
    line: 'callingPlan',
    administers: place === 0 ? 'global' : null,
  })),
});
