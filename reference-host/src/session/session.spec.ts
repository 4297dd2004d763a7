import { openStage, type Stage } from '../../../test/support/stage.js';
import { SessionCookie } from './session-cookie.js';
import { Sessions } from './sessions.service.js';

const dana = { tenantId: 'acme', employeeId: 'e1' };

describe('a session', () => {
  let stage: Stage;
  let here: Sessions;
  let there: Sessions;

  beforeAll(async () => {
    stage = await openStage();
    [here, there] = [new Sessions(stage.orm), new Sessions((await stage.anotherCopy()).orm)];
    // Two copies that start at once.
    await Promise.all([here.onModuleInit(), there.onModuleInit()]);
  });
  afterAll(() => stage?.close());

  const rows = () => stage.orm.em.fork().execute<object[]>('select * from reference_host.session');

  it('is known to every copy until it is ended at one of them, and then to none', async () => {
    const [id, other] = [await here.begin(dana), await here.begin(dana)];
    expect([await here.find(id), await there.find(id)]).toEqual([dana, dana]);
    await there.end(id);
    await there.end(id);
    expect([await here.find(id), await there.find(id), await here.find(other)]).toEqual([null, null, dana]);
  });

  it('outlives a restart', async () => {
    const id = await here.begin(dana);
    const restarted = new Sessions(stage.orm);
    await restarted.onModuleInit();
    expect(await restarted.find(id)).toEqual(dana);
  });

  it('ends after its time, and is then forgotten with the next sign-in', async () => {
    const id = await here.begin(dana);
    await stage.orm.em.fork().execute("update reference_host.session set ends_at = now() - interval '1 second'");
    expect(await here.find(id)).toBeNull();
    await here.begin(dana);
    expect(await rows()).toHaveLength(1);
  });

  it('is nobody’s by anything that is no id of one', async () => {
    const id = await here.begin(dana);
    for (const wrong of [null, '', 'x', `${id}x`, id.toLowerCase(), `${id.slice(0, -1)}%`, "' or true --"]) {
      expect(await here.find(wrong)).toBeNull();
    }
  });

  it('cannot be taken up by whoever reads the database', async () => {
    const id = await here.begin(dana);
    expect(JSON.stringify(await rows())).not.toContain(id);
  });

  it('is named by a cookie that reaches no script and no other site, and over https alone where the host is https', () => {
    expect(new SessionCookie(true).options).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: true });
    expect(new SessionCookie(false).options.secure).toBe(false);
    expect(new SessionCookie(true).idIn('other=1; host_session=abc')).toBe('abc');
    expect(new SessionCookie(true).idIn(undefined)).toBeNull();
  });
});
