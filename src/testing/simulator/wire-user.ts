import { hashOf } from '../vendor/index.js';
import type { CompanyState, SimulatedCompany, SimulatedUser } from './model.js';
import { wireId } from './wire-id.js';

const ADDED = '2021-06-20T19:18:00';

/** A user as Dialpad writes them: some with every field, some with fields left out or null. */
export const wireUser = (user: SimulatedUser, company: SimulatedCompany): Record<string, unknown> => {
  const hash = hashOf(user.id);
  const asNumbers = hash % 2 === 0;
  const empty = (hash >>> 1) % 2 === 0 ? null : undefined;
  const name = `${user.firstName} ${user.lastName}`.trim();
  return {
    id: wireId(user.id, asNumbers),
    company_id: wireId(company.id, asNumbers),
    office_id: wireId(company.officeId, asNumbers),
    display_name: user.state === 'deleted' ? `${name} (deactivated)` : name,
    first_name: user.firstName,
    last_name: user.lastName,
    emails: user.emails.length > 0 ? user.emails : empty,
    phone_numbers: user.phoneNumbers.length > 0 ? user.phoneNumbers : empty,
    forwarding_numbers: [],
    extension: user.extension ?? empty,
    state: user.state,
    is_admin: user.isAdmin,
    is_super_admin: user.isSuperAdmin,
    license: user.isSuperAdmin ? 'admins' : 'talk',
    job_title: user.jobTitle ?? empty,
    timezone: company.timeZone === 'America/New_York' ? 'US/Eastern' : company.timeZone,
    country: 'us',
    date_added: ADDED,
    date_active: user.state === 'pending' ? null : ADDED,
    do_not_disturb: false,
    is_available: user.state === 'active',
    status_message: '',
    language: 'en',
    field_of_tomorrow: true,
  };
};

/** A company as Dialpad writes it. */
export const wireCompany = (company: SimulatedCompany, state: CompanyState): Record<string, unknown> => ({
  id: wireId(company.id, true),
  name: company.name,
  domain: company.domain,
  admin_email: company.adminEmail,
  account_type: 'standard',
  country: 'us',
  office_count: '1',
  state,
});
