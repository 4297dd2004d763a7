/**
 * The package's own MikroORM, on its server or its embedded database: for a host that has no database of its own, such as the
 * reference host, and keeps a schema beside the package's. Modules that inject it start after the database does.
 *
 * @example constructor(@Inject(PHONE_SYSTEM_ORM) private readonly orm: { readonly em: EntityManager }) {}
 */
export const PHONE_SYSTEM_ORM = Symbol('PHONE_SYSTEM_ORM');

/** The checked {@link PhoneSystemSettings}. */
export const PHONE_SYSTEM_SETTINGS = Symbol('PHONE_SYSTEM_SETTINGS');
