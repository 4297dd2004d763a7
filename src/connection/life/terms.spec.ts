import fc from 'fast-check';
import type { TenantTerms } from '../../contract/index.js';
import { domainsFit, termsRefusal } from './terms.js';

const terms = (more: Partial<TenantTerms>): TenantTerms => ({
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
  ...more,
});

describe('the terms of a tenant', () => {
  it('allow a connection with a licence and a registered domain', () => {
    expect(termsRefusal(terms({}))).toBeNull();
  });

  it('do not without either, the licence first', () => {
    expect(termsRefusal(terms({ phoneSystemLicence: false, domains: [] }))).toBe('no_licence');
    expect(termsRefusal(terms({ domains: [] }))).toBe('wrong_domain');
  });
});

describe("a vendor's domain", () => {
  it.each([
    [['acme.example'], ['acme.example'], true],
    [['ACME.Example'], ['acme.example'], true],
    [['globex.example', 'acme.example'], ['acme.example'], true],
    [['acme.example.'], ['acme.example'], true],
    [['eu.acme.example'], ['acme.example'], false],
    [['acme.example'], ['eu.acme.example'], false],
    [['notacme.example'], ['acme.example'], false],
    [['acme.example.evil.example'], ['acme.example'], false],
    [[], ['acme.example'], false],
    [['acme.example'], [], false],
    [[''], [''], false],
    [[' '], ['', '.'], false],
  ])('%j against the registered %j: %s', (account, registered, fits) => {
    expect(domainsFit(account, registered)).toBe(fits);
  });

  it('fits exactly where one equals a registered one, in letters of any case', () => {
    const domain = fc.constantFrom('a.example', 'b.example', 'c.a.example', 'A.EXAMPLE', 'B.Example');
    fc.assert(
      fc.property(fc.array(domain), fc.array(domain), (account, registered) => {
        const same = account.some((one) => registered.some((other) => one.toLowerCase() === other.toLowerCase()));
        expect(domainsFit(account, registered)).toBe(same);
      }),
    );
  });
});
