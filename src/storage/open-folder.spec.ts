import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOrm } from './phone-system-orm.js';

it('the folder of an embedded database is closed to others, also where it stood open before', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'phone-systems-open-'));
  await chmod(dataDir, 0o755);
  const orm = await openOrm({ kind: 'embedded', dataDir });
  await orm.close(true);
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  await rm(dataDir, { recursive: true });
});
