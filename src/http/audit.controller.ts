import type { ServerResponse } from 'node:http';
import { Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import { Allow, AuditTrail, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { AuditAnswer, auditCsv, auditEntryAnswer } from './answers/audit.answer.js';
import { AuditQuery } from './inputs/audit.input.js';
import { ApiProblem, ApiSignedIn, PhoneSystemController } from './phone-system-controller.decorator.js';

/** Who connected, disconnected, mapped, excluded, changed rules, erased. */
@PhoneSystemController('phone-systems/audit')
export class AuditController {
  constructor(private readonly trail: AuditTrail) {}

  @Get()
  @Allow('admin')
  @ApiOperation({ summary: 'The audit trail, newest first; with `format=csv` as a file' })
  @ApiOkResponse({
    description: 'The audit trail',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(AuditAnswer) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  @ApiProblem(400, 'Wrong input (`invalid_input`)')
  @ApiSignedIn()
  async list(
    @CurrentCaller() { tenantId }: Caller,
    @Query() { format }: AuditQuery,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<AuditAnswer | string> {
    const entries = await this.trail.list(tenantId);
    if (format !== 'csv') return { items: entries.map(auditEntryAnswer) };
    response.setHeader('Content-Type', 'text/csv; charset=utf-8; header=present');
    response.setHeader('Content-Disposition', 'attachment; filename="audit.csv"');
    return auditCsv(entries);
  }
}
