import { Body, Post, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { StrangerEraser } from '../privacy/index.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { ErasureAnswer } from './answers/erasure.answer.js';
import { ApiProblems, ApiSignedInToChange } from './api-problem.decorator.js';
import { erasureAnswered } from './erasure-answered.js';
import { ErasureInput } from './inputs/erasure.input.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { TakesJson } from './takes-json.decorator.js';

/** People who are to be erased and are no employees. */
@PhoneSystemController('phone-systems/erasures')
export class ErasuresController {
  constructor(
    private readonly eraser: StrangerEraser,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  @Post()
  @Allow('admin')
  @ApiOperation({
    summary: 'Erases, for good, somebody who is no employee',
    description:
      'Give `number` for somebody who is only the other party of calls, or `connectionId` and `phoneUserId` for a phone user who is matched to nobody. An employee is erased at `/employees/{employeeId}/data` instead.',
  })
  @ApiNoContentResponse({ description: 'Erased; later rounds do not bring anything of it back' })
  @ApiOkResponse({ type: ErasureAnswer, description: 'Erased, but for what is listed' })
  @ApiProblems(
    ['invalid_input', 'give number, or connectionId and phoneUserId'],
    'unknown_phone_user',
    ['number_in_use', 'Lee Park'],
    [
      'phone_user_taken',
      'This phone user is an employee’s on every day until today, so nothing was erased. Erase that employee instead.',
    ],
  )
  @TakesJson()
  @ApiSignedInToChange()
  async erase(
    @CurrentCaller() caller: Caller,
    @Body() { number, connectionId, phoneUserId }: ErasureInput,
    @Res() response: object,
  ): Promise<ErasureAnswer | undefined> {
    return erasureAnswered(
      this.adapterHost.httpAdapter,
      response,
      await this.erased(caller, number ?? null, connectionId ?? null, phoneUserId ?? null),
    );
  }

  private async erased(
    caller: Caller,
    number: string | null,
    connectionId: string | null,
    phoneUserId: string | null,
  ): Promise<ErasureAnswer['remains']> {
    if (number !== null && connectionId === null && phoneUserId === null) {
      return await this.eraser.eraseNumber(caller, number);
    }
    if (number === null && connectionId !== null && phoneUserId !== null) {
      return await this.eraser.erasePhoneUser(caller, connectionId, phoneUserId);
    }
    throw notOne();
  }
}

const notOne = (): Problem =>
  problem('invalid_input', 'give number, or connectionId and phoneUserId; nothing was erased');
