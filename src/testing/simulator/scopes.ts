/** The scopes that the simulator knows, in words. */
export const SCOPES: Readonly<Record<string, string>> = {
  'calls:list': 'see the list of calls',
  offline_access: 'stay connected while you are away',
  recordings_export: 'get the addresses of recordings',
  message_content_export: 'get the text of messages',
  'conference:read': 'see meetings',
  'conference:all': 'see and be told of all meetings',
  screen_pop: 'show a page when a call comes in',
  fax_message: 'send faxes',
  change_log: 'read the log of changes',
};
