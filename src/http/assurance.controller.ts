import { Get, Inject, Query, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExtraModels, ApiOkResponse, ApiOperation, getSchemaPath } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { type AssuranceFacts, Assurances } from '../privacy/index.js';
import { ADDRESSES } from './addresses.js';
import { AssuranceAnswer, assuranceMarkdown } from './answers/assurance.answer.js';
import { ApiProblems, ApiSignedIn } from './api-problem.decorator.js';
import { AssuranceQuery } from './inputs/assurance.input.js';
import { NoticeBoard } from './notice-board.service.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';

/** What those read who must approve the product: data protection officers, works councils, auditors. */
@PhoneSystemController('phone-systems/assurance')
export class AssuranceController {
  constructor(
    private readonly assurances: Assurances,
    private readonly board: NoticeBoard,
    @Inject(ADDRESSES) private readonly access: AssuranceFacts['access'],
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  @Get()
  @Allow('admin')
  @ApiExtraModels(AssuranceAnswer)
  @ApiOperation({
    summary: 'One document for those who must approve the product for this tenant; for administrators',
    description:
      'What is stored and what for, what never, for how long, who sees it, how days are counted, what it cannot know, who else is given anything, what laws ask as far as it is the software’s matter, and what happens on disconnect. Each statement names the tests that hold it. With `format=md` as a file of Markdown.',
  })
  @ApiOkResponse({
    description: 'The document',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(AssuranceAnswer) } },
      'text/markdown': {
        schema: { type: 'string', example: '# prodoscore-phone-systems 0.1.0: what is vouched for\n' },
      },
    },
  })
  @ApiProblems(['invalid_input', 'format must be json or md'])
  @ApiSignedIn()
  async read(
    @CurrentCaller() caller: Caller,
    @Query() { format = 'json' }: AssuranceQuery,
    @Res() response: object,
  ): Promise<AssuranceAnswer | string> {
    const notice = await this.board.notice(caller);
    const assurance = await this.assurances.current(caller.tenantId, { notice, access: this.access });
    if (format === 'json') return assurance;
    const { httpAdapter } = this.adapterHost;
    httpAdapter.setHeader(response, 'Content-Disposition', 'attachment; filename="assurance.md"');
    httpAdapter.setHeader(response, 'Content-Type', 'text/markdown; charset=utf-8');
    return assuranceMarkdown(assurance);
  }
}
