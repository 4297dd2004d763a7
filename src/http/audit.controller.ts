import { Readable } from 'node:stream';
import { Get, Query, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, getSchemaPath } from './describing.js';
import { Allow, AuditTrail, CurrentCaller, TenantTermsBook } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { AuditAnswer, auditAnswer, auditCsv } from './answers/audit.answer.js';
import { ApiProblems, ApiSignedIn } from './api-problem.decorator.js';
import { AuditQuery } from './inputs/audit.input.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';

const CSV_EXAMPLE = 'at,actor,action,subject,details\r\n2026-11-20T10:00:00.000Z,e1,connect,a3d6f1de,"{}"\r\n';

const ENTRIES_A_PAGE = 100;
/** Of a file, which is written as it is read. */
const ENTRIES_AT_ONCE = 1_000;

/** Who connected, disconnected, mapped, excluded, changed rules, erased. */
@PhoneSystemController('phone-systems/audit')
export class AuditController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly terms: TenantTermsBook,
  ) {}

  @Get()
  @Allow('admin')
  @ApiExtraModels(AuditAnswer)
  @ApiOperation({
    summary: 'The audit trail',
    description:
      'Newest first, 100 entries a page; `after` takes the `next` of the page before. With `format=csv` the answer is a file with all entries. Each entry says who did what, to whom, and when.',
  })
  @ApiOkResponse({
    description: 'A page, or the file',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(AuditAnswer) } },
      'text/csv': { schema: { type: 'string', example: CSV_EXAMPLE } },
    },
  })
  @ApiProblems(['invalid_input', 'after must be a whole number from 1'])
  @ApiSignedIn()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { format, after }: AuditQuery,
  ): Promise<AuditAnswer | StreamableFile> {
    const { tenantId } = caller;
    const explain = await this.terms.explainedTo(caller);
    if (format !== 'csv') return auditAnswer(await this.trail.page(tenantId, after ?? null, ENTRIES_A_PAGE), explain);
    return new StreamableFile(Readable.from(auditCsv(this.trail.pages(tenantId, ENTRIES_AT_ONCE), explain)), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="audit.csv"',
    });
  }
}
