import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { triedUnless, withoutServer } from '../../test/support/tried-where.js';
import { openOrm } from './phone-system-orm.js';
import { sessionUrl, wrongSetting } from './session-settings.js';

const server = process.env['DATABASE_URL'] ?? '';

describe('the address of a session', () => {
  const optionsOf = (url: string): string | null => new URL(sessionUrl(url, 'us')).searchParams.get('options');

  it('keeps what it was given, and sets what sessions rely on', () => {
    const url = new URL(sessionUrl('postgres://some%20one:p%3Fss@db.example:5433/phone?sslmode=require', 'us'));
    expect([url.username, url.password, url.host, url.pathname]).toEqual([
      'some%20one',
      'p%3Fss',
      'db.example:5433',
      '/phone',
    ]);
    expect(url.searchParams.get('sslmode')).toBe('require');
    expect(optionsOf('postgres://db.example/phone')).toContain('-c DateStyle=ISO,\\ MDY -c IntervalStyle=postgres');
  });

  it('has no statement compiled, which took a second where the statement took milliseconds', () => {
    expect(optionsOf('postgres://db.example/phone')).toContain('-c jit=off');
  });

  it('lets the address have the last word', () => {
    expect(optionsOf('postgres://db.example/phone?options=-c%20search_path%3Dours')).toMatch(/ -c search_path=ours$/);
  });

  it('says whose session it is, whatever name the address has', () => {
    const { searchParams } = new URL(sessionUrl('postgres://db.example/phone?application_name=theirs', 'us 1a2b'));
    expect(searchParams.getAll('application_name')).toEqual(['us 1a2b']);
  });
});

it('a server that only reads is named as such', () => {
  const wrong = wrongSetting([
    { name: 'DateStyle', value: 'ISO, MDY' },
    { name: 'transaction_read_only', value: 'on' },
  ]);
  expect([wrong?.message, wrong?.remedy]).toEqual([
    'its transaction_read_only is "on", and must be "off"',
    'give the server that takes writes, and no copy of it that only reads',
  ]);
});

triedUnless(
  withoutServer(),
  'refusing a database for how it is set',
  describe,
)('a database is refused, with the name of what is set wrongly,', () => {
  const name = `phone_system_refused_${randomUUID().replaceAll('-', '')}`;
  const administer = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  const open = async (query = ''): Promise<void> => {
    const url = Object.assign(new URL(server), { pathname: `/${name}`, search: query });
    const orm = await openOrm({ kind: 'server', url: url.href });
    await orm.close(true);
  };

  afterEach(() => administer(`drop database if exists ${name}`));

  it.each([
    ['its texts are in LATIN1', `encoding 'LATIN1'`, 'server_encoding is "LATIN1", and must be "UTF8"'],
    ['its texts are bytes', `encoding 'SQL_ASCII'`, 'server_encoding is "SQL_ASCII", and must be "UTF8"'],
  ])('where %s', async (_why, made, said) => {
    await administer(`create database ${name} template template0 lc_collate 'C' lc_ctype 'C' ${made}`);
    await expect(open()).rejects.toThrow(
      `The database of DATABASE_URL cannot be used (its ${said}): give a database that was made with encoding UTF8.`,
    );
  });

  it('where its triggers do not run', async () => {
    await administer(`create database ${name}`);
    await administer(`alter database ${name} set session_replication_role = replica`);
    await expect(open()).rejects.toThrow('(its session_replication_role is "replica", and must be "origin")');
  });

  it('where its own address sets it', async () => {
    await administer(`create database ${name}`);
    await open();
    await expect(open('?options=-c%20DateStyle%3DGerman')).rejects.toThrow(
      '(its DateStyle is "German, DMY", and must be "ISO, MDY")',
    );
  });

  it('though not for what only makes it slower', async () => {
    await administer(`create database ${name}`);
    await open('?options=-c%20jit%3Don');
  });

  it('where its address asks for TLS and it has none', async () => {
    await administer(`create database ${name}`);
    await expect(open('?sslmode=require')).rejects.toThrow(/cannot be used \(.*SSL.*\)/);
  });
});
