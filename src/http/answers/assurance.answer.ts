import { ApiProperty } from '../describing.js';
import type { Assurance } from '../../privacy/index.js';

/** Something that is vouched for. */
export class StatementAnswer {
  @ApiProperty({ example: 'Calls are kept for 400 days; the totals of their days stay.' })
  readonly text: string;

  @ApiProperty({
    type: [String],
    description: 'The tests that fail where it is not so, in the repository of the package.',
    example: ['src/privacy/retention.service.spec.ts'],
  })
  readonly heldBy: readonly string[];
}

/** Rows of things that are told of in the same way. */
export class AssuranceTableAnswer {
  @ApiProperty({ type: [String], example: ['Address', 'Who may'] })
  readonly columns: readonly string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'string' } },
    example: [['GET /phone-systems/rules', 'administrators']],
  })
  readonly rows: readonly (readonly string[])[];
}

/** A part of the document. */
export class AssuranceSectionAnswer {
  @ApiProperty({ example: 'retention' })
  readonly id: string;

  @ApiProperty({ example: 'How long it is kept' })
  readonly title: string;

  @ApiProperty({ type: [StatementAnswer] })
  readonly statements: readonly StatementAnswer[];

  @ApiProperty({ type: AssuranceTableAnswer, nullable: true, description: 'Null where the statements say all.' })
  readonly table: AssuranceTableAnswer | null;
}

/** What is vouched for, and in which version. */
export class ProductAnswer {
  @ApiProperty({ example: 'prodoscore-phone-systems' })
  readonly name: string;

  @ApiProperty({ example: '0.1.0' })
  readonly version: string;
}

/** What those read who must approve the product for a tenant. */
export class AssuranceAnswer implements Assurance {
  @ApiProperty({ description: 'Another one whenever anything of it is.', example: '5f0c9d1e2b3a4c5d' })
  readonly version: string;

  @ApiProperty({ type: ProductAnswer })
  readonly product: ProductAnswer;

  @ApiProperty({ type: [AssuranceSectionAnswer] })
  readonly sections: readonly AssuranceSectionAnswer[];
}

/** The document as Markdown. */
export const assuranceMarkdown = ({ version, product, sections }: Assurance): string =>
  [
    `# ${product.name} ${product.version}: what is vouched for`,
    `Version \`${version}\`. It is made from the manifest, the addresses, the counting rules and the customer’s terms; whenever one of them changes, so does the version. Each statement names the tests that fail where it is not so.`,
    ...sections.flatMap(sectionLines),
  ].join('\n\n') + '\n';

/** Tests that hold a whole part are named once, beneath it. */
function sectionLines({ title, statements, table }: Assurance['sections'][number]): string[] {
  const tests = statements.map(({ heldBy }) => heldBy.map((spec) => `\`${spec}\``).join(', '));
  const isShared = new Set(tests).size === 1 && statements.length > 1;
  return [
    `## ${title}`,
    statements.map(({ text }, at) => `- ${plain(text)}${isShared ? '' : ` (${tests[at] ?? ''})`}`).join('\n'),
    ...(isShared ? [`Held by ${tests[0] ?? ''}.`] : []),
    ...(table === null ? [] : [tableLines(table)]),
  ];
}

const tableLines = ({ columns, rows }: AssuranceTableAnswer): string =>
  [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

/** In a cell, a stroke would begin the next one. */
const cell = (text: string): string => plain(text).replaceAll('|', '\\|');

/** What others wrote is text, and neither a heading nor markup. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;').replaceAll('[', '\\[');
