import { Body, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Allow, CurrentCaller } from '../access/index.js';
import { Connections } from '../connection/index.js';
import type { Caller } from '../contract/index.js';
import { Mappings } from '../mapping/index.js';
import { MappingAnswer, MappingsAnswer, MatchedAgainAnswer } from './answers/mappings.answer.js';
import { connectionOf } from './connection-of.js';
import { Door } from './doors.js';
import { MappingInput } from './inputs/mapping.input.js';
import { MappingsQuery } from './inputs/mappings.input.js';
import { InstalledKey } from './installed-key.pipe.js';
import { ApiDoor, ApiProblem, ApiSignedIn, PhoneSystemController } from './phone-system-controller.decorator.js';

/** Which phone user each employee is. */
@PhoneSystemController('phone-systems/:key/mappings')
@ApiProblem(
  404,
  'No such phone system (`unknown_provider`), employee (`unknown_employee`) or phone user (`unknown_phone_user`), or never connected (`never_connected`)',
)
export class MappingsController {
  constructor(
    private readonly connections: Connections,
    private readonly mappings: Mappings,
  ) {}

  @Get()
  @Allow('admin')
  @Door('search')
  @ApiDoor()
  @ApiOperation({ summary: 'Who was matched to whom' })
  @ApiOkResponse({ type: MappingsAnswer })
  @ApiProblem(400, 'Wrong input (`invalid_input`)')
  @ApiSignedIn()
  async page(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Query() query: MappingsQuery,
  ): Promise<MappingsAnswer> {
    return await this.mappings.page(await connectionOf(this.connections, caller, key), query);
  }

  @Post('auto')
  @HttpCode(200)
  @Allow('admin')
  @ApiOperation({ summary: 'Matches again by e-mail and telephone number; manual choices stay' })
  @ApiOkResponse({ type: MatchedAgainAnswer })
  @ApiSignedIn()
  async matchAgain(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
  ): Promise<MatchedAgainAnswer> {
    return { summary: await this.mappings.matchAgain(await connectionOf(this.connections, caller, key)) };
  }

  @Put(':employeeId')
  @Allow('admin')
  @ApiOperation({ summary: 'Chooses by hand who an employee is, or that they are nobody' })
  @ApiOkResponse({ type: MappingAnswer })
  @ApiProblem(400, 'Wrong input (`invalid_input`), or a day that is none (`invalid_day`)')
  @ApiProblem(409, 'Somebody else has this phone user (`phone_user_taken`), or the person was erased (`person_erased`)')
  @ApiSignedIn()
  async choose(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Param('employeeId') employeeId: string,
    @Body() { phoneUserId, from }: MappingInput,
  ): Promise<MappingAnswer> {
    const connection = await connectionOf(this.connections, caller, key);
    return await this.mappings.choose(caller, connection, employeeId, { phoneUserId, from });
  }

  @Delete(':employeeId')
  @HttpCode(204)
  @Allow('admin')
  @ApiOperation({ summary: 'Takes a manual choice back: automatic matching decides again' })
  @ApiNoContentResponse()
  @ApiSignedIn()
  async forget(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Param('employeeId') employeeId: string,
  ): Promise<void> {
    await this.mappings.forget(caller, await connectionOf(this.connections, caller, key), employeeId);
  }
}
