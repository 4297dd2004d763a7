import type { DayScore } from 'prodoscore-phone-systems';
import { defaultFixture } from '../fixture/default-fixture.js';
import { readyLine } from '../ready-line.js';
import { HostDirectory } from './host-directory.js';
import { HostScores } from './host-scores.js';
import { HostTerms } from './host-terms.js';
import { People } from './people.js';

const people = new People(() => defaultFixture);

describe('the host’s ports', () => {
  it('list everybody of a tenant, also those who left, and nobody of another', async () => {
    const listed: string[] = [];
    for await (const page of new HostDirectory(people).listEmployees('globex')) {
      listed.push(...page.map(({ name }) => name));
    }
    expect(listed).toEqual(['Iris Quill', 'Noah Brandt', 'Yara Pinto']);
  });

  it('let somebody sign in whose e-mail was copied with what nobody sees', () => {
    const [iris] = people.whoCanSignIn();
    const [email = ''] = iris?.employee.emails ?? [];
    expect(people.findByEmail(`\u200b ${email.toUpperCase()}\u202c`)).toEqual(iris);
  });

  it('say what a tenant has agreed, and refuse one that is not there', async () => {
    const terms = new HostTerms(people);
    expect(await terms.termsOf('initech')).toEqual({
      domains: ['initech.example'],
      phoneSystemLicence: false,
      timeZone: 'America/Denver',
      region: 'US',
      workShift: null,
    });
    await expect(terms.termsOf('umbrella')).rejects.toThrow('no tenant umbrella');
  });

  it('keep the newest score of a day, in whatever order they come', async () => {
    const scores = new HostScores();
    const score = (revision: number): DayScore => ({
      tenantId: 'acme',
      employeeId: 'e1',
      day: '2026-11-20',
      revision,
      score: `${revision}.00`,
      countedMs: 0,
      inputs: 0,
      flagged: 0,
      because: [],
    });
    await scores.publish([score(1), score(3)]);
    await scores.publish([score(2)]);
    expect(scores.of('acme', 'e1', '2026-11-20')?.revision).toBe(3);
    expect(scores.of('acme', 'e2', '2026-11-20')).toBeNull();
  });
});

describe('the line that is printed when the host is ready', () => {
  it('is one line with the address and somebody of each role', () => {
    expect(readyLine('http://localhost:3000', people, ['Dialpad', 'RingCentral'])).toBe(
      'Ready: open http://localhost:3000 and sign in as dana@acme.example (administrator), grace@acme.example (manager), lee@acme.example (employee); Dialpad and RingCentral are simulated.',
    );
    expect(readyLine('http://localhost:3000', new People(() => ({ tenants: [] })), [])).toContain('nobody can sign in');
  });
});
