import { plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, ValidateBy, validateSync } from 'class-validator';
import { parseTokenKeys, type TokenKey } from './token-keys.js';

/** The settings of this package, checked and complete. */
export interface PhoneSystemSettings {
  /** A PostgreSQL server; null uses the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Where the embedded database lies, and outside production the key. */
  readonly dataDir: string;
  /** An origin without a trailing slash: the host as browsers and vendors reach it. */
  readonly publicUrl: string;
  /** Where the callback leads when it does not know where the browser came from: a path of the host. */
  readonly settingsPath: string;
  /** The first seals, all open. Empty only outside production: then a key is made and kept in `dataDir`. */
  readonly tokenKeys: readonly TokenKey[];
  /** Between near rounds. */
  readonly fetchEverySeconds: number;
  /** Between far rounds. */
  readonly farEverySeconds: number;
  /** How many days of calls the first fetch brings. */
  readonly historyDays: number;
  /** The longest call that is provided for: far rounds reach back as far. */
  readonly longestCallHours: number;
  /** Between two comparisons of the last seven days with the vendor. */
  readonly reconcileEverySeconds: number;
  /** Whether people are shown what is stored and counted of them, and must acknowledge it before their own days. */
  readonly notice: 'off' | 'shown' | 'required';
  /** Whether the module brings its schema up to date at start; a host that runs the migrations itself says false. */
  readonly runMigrations: boolean;
}

/**
 * What a host may give beside its four ports; everything left out is read from the environment variable of the same
 * name in capitals (`databaseUrl`: `DATABASE_URL`).
 */
export interface PhoneSystemOptions {
  /** `postgres://…`. Absent: an embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl?: string;
  /** A folder that this process may write to. Default `./data`. */
  readonly dataDir?: string;
  /** The host's own origin, such as `https://app.example`. Default `http://localhost:PORT`. */
  readonly publicUrl?: string;
  /** A path of the host. Default `/settings/products/phone-system`. */
  readonly settingsPath?: string;
  /** `id:base64 of 32 bytes`, separated by commas; the first seals, all open. Required in production. */
  readonly tokenKeys?: string;
  /** Seconds between near rounds. Default 300. */
  readonly fetchEverySeconds?: number;
  /** Seconds between far rounds. Default 3600. */
  readonly farEverySeconds?: number;
  /** Days of calls that the first fetch brings, 1 to 400. Default 30. */
  readonly historyDays?: number;
  /** Hours that a call may last and still be found. Default 24. */
  readonly longestCallHours?: number;
  /** Seconds between two comparisons of the last seven days with the vendor. Default 86400. */
  readonly reconcileEverySeconds?: number;
  /**
   * `off`, `shown` (the host shows it to people, and asks them to acknowledge it) or `required` (nobody is shown a day or
   * call of their own before they did). Default `off`.
   */
  readonly notice?: 'off' | 'shown' | 'required';
  /** Default true. */
  readonly runMigrations?: boolean;
}

const asNumber = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && value.trim() !== '' ? Number(value) : value,
);

const HOST_ADDRESS =
  'PUBLIC_URL must be an http or https address without a path, such as https://app.example (without it, PORT a port)';

const isHostAddress = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:\/\/[^/\s?#@\\]+\/?$/.test(value) && URL.canParse(value);

class CheckedSettings {
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'DATABASE_URL must begin with postgres:// or postgresql://' })
  databaseUrl?: string;

  @IsString({ message: 'DATA_DIR must be the path of a folder' })
  @Matches(/\S/, { message: 'DATA_DIR must be the path of a folder' })
  dataDir = './data';

  @ValidateBy({ name: 'isHostAddress', validator: { validate: isHostAddress, defaultMessage: () => HOST_ADDRESS } })
  publicUrl: string;

  @Matches(/^\/(?![/\\])\S*$/, { message: 'settingsPath must be a path of the host, such as /settings' })
  settingsPath = '/settings/products/phone-system';

  @IsOptional()
  @IsString({ message: 'TOKEN_KEYS must be text' })
  tokenKeys?: string;

  @asNumber
  @Max(86_400, { message: 'FETCH_EVERY_SECONDS must be at most 86400' })
  @Min(1, { message: 'FETCH_EVERY_SECONDS must be at least 1' })
  @IsInt({ message: 'FETCH_EVERY_SECONDS must be a whole number of seconds' })
  fetchEverySeconds = 300;

  @asNumber
  @Max(604_800, { message: 'FAR_EVERY_SECONDS must be at most 604800' })
  @Min(1, { message: 'FAR_EVERY_SECONDS must be at least 1' })
  @IsInt({ message: 'FAR_EVERY_SECONDS must be a whole number of seconds' })
  farEverySeconds = 3600;

  @asNumber
  @Max(400, { message: 'HISTORY_DAYS must be at most 400' })
  @Min(1, { message: 'HISTORY_DAYS must be at least 1' })
  @IsInt({ message: 'HISTORY_DAYS must be a whole number of days' })
  historyDays = 30;

  @asNumber
  @Max(168, { message: 'LONGEST_CALL_HOURS must be at most 168' })
  @Min(1, { message: 'LONGEST_CALL_HOURS must be at least 1' })
  @IsInt({ message: 'LONGEST_CALL_HOURS must be a whole number of hours' })
  longestCallHours = 24;

  @asNumber
  @Max(604_800, { message: 'RECONCILE_EVERY_SECONDS must be at most 604800' })
  @Min(1, { message: 'RECONCILE_EVERY_SECONDS must be at least 1' })
  @IsInt({ message: 'RECONCILE_EVERY_SECONDS must be a whole number of seconds' })
  reconcileEverySeconds = 86_400;

  @IsIn(['off', 'shown', 'required'], { message: 'NOTICE must be off, shown or required' })
  notice: PhoneSystemSettings['notice'] = 'off';
}

/** Reads one environment variable; undefined or empty is not set. */
export type ReadVariable = (name: string) => string | undefined;

/**
 * Puts the host's options over the environment and checks the result.
 *
 * @returns the settings, and every problem in them as a sentence; with problems, the settings must not be used
 */
export function readPhoneSystemSettings(
  variable: ReadVariable,
  options: PhoneSystemOptions = {},
): { readonly settings: PhoneSystemSettings; readonly problems: readonly string[] } {
  const set = (name: string): string | undefined => variable(name) || undefined;
  const given = withoutUndefined({
    databaseUrl: options.databaseUrl ?? set('DATABASE_URL'),
    dataDir: options.dataDir ?? set('DATA_DIR'),
    publicUrl: options.publicUrl ?? set('PUBLIC_URL') ?? `http://localhost:${set('PORT') ?? '3000'}`,
    settingsPath: options.settingsPath,
    tokenKeys: options.tokenKeys ?? set('TOKEN_KEYS'),
    fetchEverySeconds: options.fetchEverySeconds ?? set('FETCH_EVERY_SECONDS'),
    farEverySeconds: options.farEverySeconds ?? set('FAR_EVERY_SECONDS'),
    historyDays: options.historyDays ?? set('HISTORY_DAYS'),
    longestCallHours: options.longestCallHours ?? set('LONGEST_CALL_HOURS'),
    reconcileEverySeconds: options.reconcileEverySeconds ?? set('RECONCILE_EVERY_SECONDS'),
    notice: options.notice ?? set('NOTICE'),
  });
  const checked = plainToInstance(CheckedSettings, given, { exposeDefaultValues: true });
  const problems = validateSync(checked, { stopAtFirstError: true }).flatMap(({ constraints }) =>
    Object.values(constraints ?? {}),
  );
  const keys = parseTokenKeys(typeof checked.tokenKeys === 'string' ? checked.tokenKeys : '');
  problems.push(...keys.problems);
  if (keys.keys.length === 0 && keys.problems.length === 0 && set('NODE_ENV') === 'production') {
    problems.push('TOKEN_KEYS is required in production: id:base64 of 32 random bytes');
  }
  return {
    settings: {
      databaseUrl: checked.databaseUrl ?? null,
      dataDir: checked.dataDir,
      publicUrl: String(checked.publicUrl).replace(/\/$/, ''),
      settingsPath: checked.settingsPath,
      tokenKeys: keys.keys,
      fetchEverySeconds: checked.fetchEverySeconds,
      farEverySeconds: checked.farEverySeconds,
      historyDays: checked.historyDays,
      longestCallHours: checked.longestCallHours,
      reconcileEverySeconds: checked.reconcileEverySeconds,
      notice: checked.notice,
      runMigrations: options.runMigrations ?? true,
    },
    problems,
  };
}

const withoutUndefined = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
