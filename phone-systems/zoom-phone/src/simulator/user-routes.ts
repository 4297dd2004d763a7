import { json } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming } from 'prodoscore-phone-systems/testing';
import { refuse } from './errors.js';
import type { ApiRoute, Caller } from './guarded.js';
import type { ZoomPhoneHabits } from './habits.js';
import type { SimulatedUser } from './model.js';
import type { Pages } from './paging.js';

const STATUSES: readonly string[] = ['activate', 'deactivate', 'pending'] satisfies readonly SimulatedUser['status'][];

/** Who connected, and who has Zoom Phone. */
export const userRoutes = (habits: ZoomPhoneHabits, pages: Pages): readonly ApiRoute[] => {
  const me = (_: Incoming, { company, user }: Caller): Answer => {
    const [first, ...rest] = user.name.split(' ');
    return json(200, {
      id: user.id,
      account_id: company.accountId,
      email: user.email,
      first_name: first,
      last_name: rest.join(' '),
      display_name: user.name,
      role_name: user.roleName,
      status: 'active',
      type: 2,
      verified: user.verified ? 1 : 0,
      timezone: company.timeZone,
    });
  };

  const wireUser = (user: SimulatedUser) => ({
    id: user.id,
    phone_user_id: user.phoneUserId,
    extension_id: user.status === 'pending' ? undefined : user.extensionId,
    extension_number: user.extensionNumber ?? undefined,
    email: user.email,
    name: user.name,
    status: user.status,
    activation_status: user.status === 'pending' ? 'not ready' : 'activated',
    site: { id: `site-${user.site.toLowerCase()}`, name: user.site },
    phone_numbers: user.phoneNumbers.map((number) => ({
      id: `number-${number.slice(1)}`,
      number: habits.directoryNumbers === 'with +' ? number : number.slice(1),
    })),
    calling_plans: user.status === 'pending' ? [] : [{ type: 200, name: 'A plan' }],
    department: user.department,
    cost_center: '',
  });

  const list = ({ query, path }: Incoming, { company }: Caller): Answer => {
    const [status, keyword, department] = ['status', 'keyword', 'department'].map((name) => query.get(name));
    if (status != null && !STATUSES.includes(status)) refuse(400, 300, 'Validation Failed: "status" is none.');
    const fitting = company.users.filter(
      (user) =>
        user.gone !== true &&
        (status == null ? user.status !== 'pending' : user.status === status) &&
        (keyword == null || `${user.name} ${user.email}`.toLowerCase().includes(keyword.toLowerCase())) &&
        (department == null || user.department === department),
    );
    const { items, envelope } = pages.pageOf(`${company.accountId} ${path}`, query, fitting, 100);
    return json(200, { ...envelope, users: items.map(wireUser) });
  };

  return [
    { path: '/v2/users/me', category: 'Light', need: 'readSelf', ofOneself: true, handle: me },
    { path: '/v2/phone/users', category: 'Medium', need: 'listUsers', handle: list },
  ];
};
