import { readFileSync } from 'node:fs';
import { standingOf } from './plugin-standing.js';

/** A sound one, under another name. */
const sound = JSON.parse(
  readFileSync('phone-systems/ringcentral/plugin.manifest.json', 'utf8')
    .replaceAll('RINGCENTRAL', 'ACME_PHONE')
    .replaceAll('RingCentralModule', 'AcmePhoneModule')
    .replaceAll('RingCentral', 'Acme Phone')
    .replaceAll('ringcentral', 'acme-phone'),
) as object;
const HERE: Readonly<Record<string, string>> = {
  '@nestjs/common': '12.5.1',
  '@nestjs/config': '12.0.1',
  'prodoscore-phone-systems': '0.1.0',
};
const SET = ['ACME_PHONE_CLIENT_ID', 'ACME_PHONE_CLIENT_SECRET'];

const standing = ({
  manifest = {} as object | string,
  enabled = ['acme-phone'],
  here = HERE,
  set = SET,
  node = '22.23.2',
} = {}) =>
  standingOf(
    {
      name: 'acme-phone',
      manifest: typeof manifest === 'string' ? manifest : JSON.stringify({ ...sound, ...manifest }),
      versionOf: (name) => here[name] ?? null,
    },
    { enabled, node, isSet: (name) => set.includes(name) },
  );

const acme = { key: 'acme-phone', displayName: 'Acme Phone' };
const needing = (node: string, peers: object) => ({ compatibility: { node, postgresql: '>=15', peers } });

describe('how an installed plugin stands', () => {
  it('is loaded, and nothing is said of it, where it is switched on, fits and has its settings', () => {
    expect(standing()).toMatchObject({ manifest: { module: 'AcmePhoneModule' }, note: null });
  });

  it('is disabled where the operator has not named it', () => {
    expect(standing({ enabled: [] })).toEqual({
      name: 'acme-phone',
      manifest: null,
      note: { ...acme, state: 'disabled', why: 'Name acme-phone in PHONE_SYSTEMS and start this site again.' },
    });
  });

  it('is loaded without its settings, which are named', () => {
    const note = { ...acme, state: 'settings missing' };
    expect(standing({ set: [] })).toMatchObject({
      manifest: {},
      note: { ...note, why: 'ACME_PHONE_CLIENT_ID and ACME_PHONE_CLIENT_SECRET are not set.' },
    });
    expect(standing({ set: ['ACME_PHONE_CLIENT_ID'] }).note?.why).toBe('ACME_PHONE_CLIENT_SECRET is not set.');
  });

  it.each([
    ['another Node', needing('>=99', {}), 'It needs Node >=99 (here is 22.23.2).'],
    [
      'another version of this package',
      needing('>=22', { 'prodoscore-phone-systems': '^2.0.0' }),
      'It needs prodoscore-phone-systems ^2.0.0 (here is 0.1.0).',
    ],
    [
      'a package that is not there',
      needing('>=22', { '@nestjs/common': '^11.0.0', ioredis: '^5.0.0' }),
      'It needs @nestjs/common ^11.0.0 (here is 12.5.1) and ioredis ^5.0.0 (here is none).',
    ],
  ])('is incompatible where it needs %s, whether it is switched on or not', (_what, manifest, why) => {
    for (const enabled of [['acme-phone'], []]) {
      expect(standing({ manifest, enabled })).toEqual({
        name: 'acme-phone',
        manifest: null,
        note: { ...acme, state: 'incompatible', why },
      });
    }
  });

  it.each([
    ['is no JSON', '{', 'Its plugin.manifest.json is no JSON.'],
    [
      'keeps to no schema',
      JSON.stringify({ ...sound, kind: 'mail' }),
      'Its plugin.manifest.json does not keep to the schema: /kind must be equal to constant.',
    ],
  ])('is incompatible, under the name of its package, where its manifest %s', (_what, manifest, why) => {
    expect(standing({ manifest }).note).toEqual({
      key: 'acme-phone',
      displayName: 'acme-phone',
      state: 'incompatible',
      why,
    });
  });
});
