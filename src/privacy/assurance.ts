import { createHash } from 'node:crypto';
import type { OAuthScope, TenantTerms } from '../contract/index.js';
import { DUTIES, LEGAL_BASES, PROTECTION, REMOVAL, type Statement, SUB_PROCESSORS, TAKING_NO_PART } from './assured.js';
import { keptOf } from './kept.js';
import type { Notice } from './notice.js';

/** Rows of things that are told of in the same way. */
export interface AssuranceTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A part of the document. */
export interface AssuranceSection {
  readonly id: string;
  readonly title: string;
  readonly statements: readonly Statement[];
  /** Null where the statements say all. */
  readonly table: AssuranceTable | null;
}

/** What those read who must approve the product for a tenant. */
export interface Assurance {
  /** Another one whenever anything of it is. */
  readonly version: string;
  readonly product: Product;
  readonly sections: readonly AssuranceSection[];
}

/** What is vouched for. */
export interface Product {
  readonly name: string;
  readonly version: string;
}

/** What the manifest says of data. */
export interface DataFacts {
  readonly stored: readonly string[];
  readonly notStored: readonly string[];
  readonly tables: Readonly<Record<string, { readonly why: string; readonly kept: string }>>;
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

/** A phone system that is connected. */
export interface AssuredSystem {
  readonly name: string;
  readonly account: string;
  readonly scopes: readonly Pick<OAuthScope, 'name' | 'why'>[];
  readonly limitations: readonly string[];
}

/** What the document is made from. */
export interface AssuranceFacts {
  readonly product: Product;
  readonly data: DataFacts;
  readonly terms: TenantTerms;
  /** As the tenant's people read it. */
  readonly notice: Notice;
  /** Each address, and who may use it. */
  readonly access: readonly { readonly address: string; readonly who: string }[];
  /** Of how many numbers nothing is stored. */
  readonly neverStored: number;
  /** Null where none is connected. */
  readonly system: AssuredSystem | null;
}

/** Makes the document. Pure: the same facts make the same version. */
export function assuranceOf(facts: AssuranceFacts): Assurance {
  const { product } = facts;
  const content = { product, sections: sectionsOf(facts) };
  return { version: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16), ...content };
}

const sectionsOf = (facts: AssuranceFacts): AssuranceSection[] => [
  stored(facts),
  section('not-stored', 'What is never stored', each(facts.data.notStored, NOTHING_ELSE)),
  section('bounds', 'Bounds on what is stored', [...each(boundsInWords(facts), BOUNDS), ...TAKING_NO_PART]),
  section('retention', 'How long it is kept', each([facts.notice.kept, ...RETENTION_SENTENCES], RETENTION)),
  {
    ...section('access', 'Who sees it', [
      ...each(ACCESS_SENTENCES, ACCESS),
      ...each(explainedInWords(facts), EXPLAINED),
    ]),
    table: { columns: ['Address', 'Who may'], rows: facts.access.map(({ address, who }) => [address, who]) },
  },
  section('counting', 'How a day is counted', each(countingInWords(facts.notice), COUNTING)),
  section('rights', 'What each person can do', each(facts.notice.rights, RIGHTS)),
  section('protection', 'How it is protected', PROTECTION),
  limits(facts),
  section('sub-processors', 'Who else is given anything', [...systemsAsked(facts), ...SUB_PROCESSORS]),
  {
    ...section('legal-bases', 'What laws ask, as far as it is the software’s matter', LEGAL_BASES),
    table: {
      columns: ['What is asked', 'What the software does', 'Where', 'Held by'],
      rows: DUTIES.map(({ asked, done, where, heldBy }) => [asked, done, where.join(', '), heldBy.join(', ')]),
    },
  },
  section('removal', 'What happens when it is disconnected', REMOVAL),
  section('questions', 'Who answers questions', each([questionsGoTo(facts.notice)], [NOTICE_SPEC])),
];

const section = (id: string, title: string, statements: readonly Statement[]): AssuranceSection => ({
  id,
  title,
  statements,
  table: null,
});

const each = (texts: readonly string[], heldBy: readonly string[]): Statement[] =>
  texts.map((text) => ({ text, heldBy }));

const NOTICE_SPEC = 'src/privacy/notice.spec.ts';
const NOTHING_ELSE = ['test/security/stored-columns.spec.ts'];
const BOUNDS = ['src/access/storage-bounds.spec.ts', 'src/privacy/bounding.service.spec.ts'];
const RETENTION = ['src/privacy/retention.service.spec.ts'];
const ACCESS = ['src/http/isolation.spec.ts', 'src/http/routes.spec.ts', 'test/security/second-wall.spec.ts'];
const EXPLAINED = ['src/scoring/in-minutes.spec.ts', 'test/explained.spec.ts'];
const COUNTING = ['src/scoring/score-day.spec.ts', 'test/scoring/laws.spec.ts', NOTICE_SPEC];
const RIGHTS = [
  'src/privacy/objections.service.spec.ts',
  'src/privacy/personal-data.service.spec.ts',
  'src/http/readers.spec.ts',
  'src/http/scored.spec.ts',
];

function stored({ data, terms }: AssuranceFacts): AssuranceSection {
  const untilOf = new Map<string, string>(keptOf(terms).map(({ kind, until }) => [kind, until]));
  const rows = Object.entries(data.tables).map(([table, { why, kept }]) => [
    table,
    (data.columns[table] ?? []).join(', '),
    why,
    untilOf.get(kept) ?? kept,
  ]);
  return {
    ...section('stored', 'What is stored, and what for', each(data.stored, NOTHING_ELSE)),
    table: { columns: ['Table', 'Fields', 'What for', 'Kept'], rows },
  };
}

const RETENTION_SENTENCES = [
  'What is older is deleted once a day, and as soon as it is noticed that the agreed time became shorter.',
  'Where the phone system itself lets the data of calls go, the tenant’s terms may have that followed here.',
];

const ACCESS_SENTENCES = [
  'Whoever is signed out sees nothing, and nobody sees what belongs to another customer.',
  'An address that does not say who may use it is closed to everybody.',
];

const ROLES = { employee: 'Employees', manager: 'Managers', admin: 'Administrators' } as const;

const explainedInWords = ({ terms: { explain = {} } }: AssuranceFacts): string[] =>
  (['employee', 'manager', 'admin'] as const).map((role) =>
    explain[role] === 'minutes'
      ? `${ROLES[role]} are told which time counted and why, and no points or weights.`
      : `${ROLES[role]} are told which time counted and why, and the points that it came to.`,
  );

const NO_LABELS = 'No label and no name of a group is stored that may have a telephone number in it.';

function boundsInWords({ terms: { counterparties = 'full' }, neverStored }: AssuranceFacts): string[] {
  const parties = {
    full: 'Of whom people speak with, number and name are stored.',
    masked: `Of whom people speak with, the number without its last three digits is stored, and no name. ${NO_LABELS}`,
    none: `Of whom people speak with, neither number nor name is stored. ${NO_LABELS}`,
  };
  const numbers =
    neverStored === 0
      ? 'No numbers are named of which nothing is ever stored.'
      : `Of ${neverStored} ${neverStored === 1 ? 'number that the customer has named, such as that' : 'numbers that the customer has named, such as those'} of a works council, nothing is ever stored.`;
  return [parties[counterparties], numbers, 'A change of these bounds is applied to what is stored already.'];
}

const countingInWords = ({ counting, example }: Notice): string[] => [
  ...counting,
  `An example, of two calls: ${[...example.calls, ...example.because].join(' ')}` +
    (example.score === null ? '' : ` The score of that day is ${example.score}.`),
];

function limits({ system }: AssuranceFacts): AssuranceSection {
  const ofSystem = each(system?.limitations ?? [], ['src/registry/gated-provider.spec.ts']);
  return section('limits', 'What it cannot know', [
    ...ofSystem,
    {
      text: 'A day of which not everything is known is shown as such: it is not 0, and where nothing of it is known it has no score.',
      heldBy: ['src/scoring/scored-days.service.spec.ts', 'test/fetching/laws.spec.ts'],
    },
    {
      text: 'Counted is time on the telephone. It says nothing of what was said, and nothing of other work.',
      heldBy: NOTHING_ELSE,
    },
  ]);
}

function systemsAsked({ system }: AssuranceFacts): Statement[] {
  const heldBy = ['src/connection/requests/sessions.service.spec.ts'];
  if (system === null) return [{ text: 'No phone system is connected, so nobody is asked for anything.', heldBy }];
  const rights = system.scopes.map(({ name, why }) => `\`${name}\` (${why.replace(/\.$/, '')})`).join('; ');
  const granted = rights === '' ? '' : ` The rights that were given for that: ${rights}.`;
  return [{ text: `${system.name} is asked for the calls of ${system.account}.${granted}`, heldBy }];
}

const questionsGoTo = ({ contact }: Notice): string =>
  contact === null ? 'The customer’s terms name nobody yet.' : contact;
