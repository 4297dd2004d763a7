import { openOrm } from './phone-system-orm.js';
import { whyNotOpened } from './why-not-opened.js';

/** As PGlite throws it: of another class than `Error`, without a message. */
const ofPglite = (errno: number): object => ({ name: 'ErrnoError', errno });
const ofSqlite = (errcode: number): Error => Object.assign(new Error('refused'), { code: 'ERR_SQLITE_ERROR', errcode });
const ofNode = (code: string): Error =>
  Object.assign(new Error(`${code}: refused, open '/data'`), { code, errno: -28 });

describe('why a database was not opened', () => {
  it.each([
    ['a full disk', ofPglite(51), /^The database in DATA_DIR cannot be used \(the disk is full\): make room there/],
    ['a full disk that Node tells of', ofNode('ENOSPC'), /the disk is full/],
    ['a full disk beneath another failure', new Error('', { cause: ofPglite(51) }), /the disk is full/],
    ['files of somebody else', ofPglite(2), /may not be read or written/],
    ['a disk that only reads', ofPglite(69), /may not be read or written/],
    ['a directory that cannot be made', ofNode('ENOENT'), /may not be read or written/],
    ['a lock that only reads', ofSqlite(8), /may not be read or written/],
    ['a lock of somebody else', ofSqlite(14), /may not be read or written/],
    ['a lock on a full disk', ofSqlite(13), /the disk is full/],
    ['a file system without locks', ofSqlite(3850), /its file system locks no files/],
    [
      'a file in the place of a directory',
      ofNode('EEXIST'),
      /\(it is no directory\): give the path of one in DATA_DIR/,
    ],
    ['too many open files', ofNode('EMFILE'), /too many files are open/],
    ['a broken disk', ofPglite(29), /the disk fails/],
    ['something with words', new Error('wrong version'), /\(wrong version\): start it, or correct the setting\.$/],
    ['something without a word', ofPglite(7), /\(it does not answer\)/],
    ['nothing', undefined, /\(it does not answer\)/],
  ])('is said of %s', (_, cause, sentence) => {
    expect(whyNotOpened({ kind: 'embedded', dataDir: '/data' }, cause)).toMatch(sentence);
  });

  it('is said of a pooler that refuses how a session begins: which setting of the pooler lets it pass', () => {
    const refused = new Error('unsupported startup parameter: idle_in_transaction_session_timeout');
    expect(whyNotOpened({ kind: 'server', url: 'postgres://x@pooler/x' }, refused)).toBe(
      'The database of DATABASE_URL cannot be used (unsupported startup parameter: idle_in_transaction_session_timeout): ' +
        'let PgBouncer pass over it with ignore_startup_parameters = options, idle_in_transaction_session_timeout, and ' +
        'set the database as docs/operations.md says.',
    );
  });

  it('is said of a server that is not there', async () => {
    await expect(openOrm({ kind: 'server', url: 'postgres://x@127.0.0.1:1/x' })).rejects.toThrow(
      /^The database of DATABASE_URL cannot be used \(.*\): start it, or correct the setting\.$/,
    );
  });
});
