/**
 * Who may import whom: data flows one way, from the ground to the surface. `npm run lint` holds it, docs/architecture.md
 * draws it.
 */

/** The groups from the ground up, with their folders: a file imports from groups above its own in this list, and from its own. */
export const GROUPS = {
  ground: ['contract', 'support', 'tracing'],
  providers: ['registry', 'providers'],
  data: ['storage', 'access', 'queue', 'metrics'],
  connection: ['connection', 'directory'],
  calls: ['calls'],
  people: ['mapping'],
  scoring: ['scoring'],
  privacy: ['privacy'],
  surface: ['jobs', 'http'],
};

const inside = (folders) => `^src/(${folders.join('|')})/`;
const names = Object.keys(GROUPS);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...names.slice(0, -1).map((name, at) => ({
      name: `${name}-looks-up`,
      comment: 'A lower group knows nothing of a higher one: it writes down what the higher one then reads.',
      severity: 'error',
      from: { path: inside(GROUPS[name]) },
      to: {
        path: `^src/(${names
          .slice(at + 1)
          .flatMap((above) => GROUPS[above])
          .join('|')}|testing)/|^src/[^/]+\\.ts$`,
      },
    })),
    {
      name: 'surface-looks-up',
      comment: 'What is published, and the test tools, stand above everything.',
      severity: 'error',
      from: { path: inside(GROUPS.surface) },
      to: { path: '^src/testing/|^src/[^/]+\\.ts$' },
    },
    {
      name: 'contract-imports',
      comment: 'What a phone system and a host must supply stands alone.',
      severity: 'error',
      from: { path: '^src/contract/' },
      to: { pathNot: '^src/contract/' },
    },
    {
      name: 'ground-knows-a-framework',
      comment: 'Plain functions: a framework belongs to those who touch the world.',
      severity: 'error',
      from: { path: '^src/(contract|support)/' },
      to: { path: 'node_modules/(@nestjs|@mikro-orm|pg-boss)/' },
    },
    {
      name: 'provider-looks-inside',
      comment: 'A phone system sees the contract, and what every sibling sees.',
      severity: 'error',
      from: { path: '^src/providers/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/(contract|support|registry)/', '^src/providers/$1/'] },
    },
    {
      name: 'simulator-looks-around',
      comment:
        'Simulators, and what they are made from, are products of their own: they take nothing from the platform.',
      severity: 'error',
      from: { path: '^src/testing/(simulator|vendor)/' },
      to: { path: '^src/', pathNot: '^src/testing/(vendor|$1)/' },
    },
    {
      name: 'vendor-knows-its-provider',
      comment: 'A simulator is written from what the vendor documents, and not from the provider that it is to try.',
      severity: 'error',
      from: { path: '^phone-systems/([^/]+)/src/simulator/' },
      to: { path: '^phone-systems/', pathNot: '^phone-systems/$1/src/simulator/' },
    },
    {
      name: 'circle',
      comment: 'Files that import each other cannot be read one after the other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'host-looks-inside',
      comment: 'Siblings and the reference host know the package by its name alone, as every host does.',
      severity: 'error',
      from: { path: '^(reference-host|phone-systems)/' },
      to: { path: '^src/', dependencyTypesNot: ['aliased', 'aliased-tsconfig', 'aliased-tsconfig-paths'] },
    },
    {
      name: 'unknown-import',
      comment: 'What is imported must be there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$|^test/|/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
