/** What an app may have to have, by its granular name, with the classic names that stand for it too. */
export const SCOPES = {
  listCalls: ['phone:read:list_call_logs:admin', 'phone_call_log:read:admin', 'phone:read:admin'],
  readCall: ['phone:read:call_log:admin', 'phone_call_log:read:admin', 'phone:read:admin'],
  listUsers: ['phone:read:list_users:admin', 'phone:read:admin'],
  readSelf: ['user:read:user:admin', 'user:read:admin'],
} as const satisfies Record<string, readonly string[]>;

export type Need = keyof typeof SCOPES;

/** What a phone system needs. */
export const NEEDED_SCOPES: readonly string[] = Object.values(SCOPES).map(([granular]) => granular);

const WORDS: Readonly<Record<string, string>> = {
  'phone:read:list_call_logs:admin': 'list the calls of the company',
  'phone:read:call_log:admin': 'read who took part in each call',
  'phone:read:list_users:admin': 'see who has Zoom Phone',
  'user:read:user:admin': 'know who you are',
};

export const inWords = (scope: string): string => WORDS[scope] ?? scope;
