/** The package's own {@link PhoneSystemOrm}. */
export const PHONE_SYSTEM_ORM = Symbol('PHONE_SYSTEM_ORM');

/** The checked {@link PhoneSystemSettings}. */
export const PHONE_SYSTEM_SETTINGS = Symbol('PHONE_SYSTEM_SETTINGS');
