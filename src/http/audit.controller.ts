import { Get, Query, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExtraModels, ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import { Allow, AuditTrail, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { AuditAnswer, auditCsv, auditEntryAnswer } from './answers/audit.answer.js';
import { ApiProblem, ApiSignedIn } from './api-problem.decorator.js';
import { FormatQuery } from './inputs/format.input.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';

const CSV_EXAMPLE = 'at,actor,action,subject,details\r\n2026-11-20T10:00:00.000Z,e1,connect,a3d6f1de,"{}"\r\n';

/** Who connected, disconnected, mapped, excluded, changed rules, erased. */
@PhoneSystemController('phone-systems/audit')
export class AuditController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  @Get()
  @Allow('admin')
  @ApiExtraModels(AuditAnswer)
  @ApiOperation({ summary: 'The audit trail, newest first; with `format=csv` as a file' })
  @ApiOkResponse({
    description: 'The audit trail',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(AuditAnswer) } },
      'text/csv': { schema: { type: 'string', example: CSV_EXAMPLE } },
    },
  })
  @ApiProblem(400, { invalid_input: 'The request is not right: format must be json or csv.' })
  @ApiSignedIn()
  async list(
    @CurrentCaller() { tenantId }: Caller,
    @Query() { format }: FormatQuery,
    @Res({ passthrough: true }) response: object,
  ): Promise<AuditAnswer | string> {
    const entries = await this.trail.list(tenantId);
    if (format !== 'csv') return { items: entries.map(auditEntryAnswer) };
    const { httpAdapter } = this.adapterHost;
    httpAdapter.setHeader(response, 'Content-Type', 'text/csv; charset=utf-8; header=present');
    httpAdapter.setHeader(response, 'Content-Disposition', 'attachment; filename="audit.csv"');
    return auditCsv(entries);
  }
}
