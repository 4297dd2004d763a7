import { Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces } from './describing.js';
import { Allow, CurrentCaller } from '../access/index.js';
import { Connections } from '../connection/index.js';
import type { Caller } from '../contract/index.js';
import { MappingFiles } from '../mapping/index.js';
import { problem } from '../support/problems.js';
import { MappingImportAnswer } from './answers/mappings-file.answer.js';
import { ApiSystemKey } from './api-path.decorators.js';
import { ApiCrowdedDoor, ApiProblems, ApiSignedIn, ApiSignedInToChange } from './api-problem.decorator.js';
import { connectionOf } from './connection-of.js';
import { type DeliveryRequest, nodeRequest, type PlatformRequest, readDelivery } from './delivery-body.js';
import { Door } from './doors.js';
import { MappingImportQuery } from './inputs/mappings-file.input.js';
import { InstalledKey } from './installed-key.pipe.js';
import { PhoneSystemController } from './phone-system-controller.decorator.js';
import { Places } from './places.service.js';
import { TakesLong } from './takes-long.decorator.js';
import { sentHeaders } from './unread-body.js';

/** What hosts' parsers take for themselves, and so what no platform takes here. */
const PARSED = /^application\/(json|x-www-form-urlencoded)\b/i;
const LARGEST = 1_048_576;
const EXAMPLE = 'employeeId,phoneUserId,source,from\r\ne1,5551234567890123,manual,2026-11-01\r\ne2,,manual,\r\n';

/** The mapping as a file. */
@PhoneSystemController('phone-systems/:key/mappings')
@ApiProblems('unknown_provider', 'never_connected', 'unknown_connection')
@ApiSystemKey()
export class MappingsFileController {
  constructor(
    private readonly connections: Connections,
    private readonly files: MappingFiles,
    private readonly places: Places,
  ) {}

  @Get('export')
  @Allow('admin')
  @TakesLong()
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="mappings.csv"')
  @ApiOperation({
    summary: 'Who is matched to whom, as CSV; one line an employee',
    description:
      'Importing the file unchanged changes nothing, unless matches have changed since the export. A field that a spreadsheet would run as a formula has an apostrophe in front of it; the import removes it.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ description: 'The file', content: { 'text/csv': { schema: { type: 'string' }, example: EXAMPLE } } })
  @ApiSignedIn()
  async export(@CurrentCaller() caller: Caller, @Param('key', InstalledKey) key: string): Promise<string> {
    return await this.files.export(await connectionOf(this.connections, caller, key));
  }

  @Post('import')
  @HttpCode(200)
  @Allow('admin')
  @Door('work')
  @ApiCrowdedDoor()
  @ApiOperation({
    summary: 'Takes a CSV file over: all of it or, where a line is wrong, nothing',
    description:
      'The heading names `employeeId` and `phoneUserId`, and may name `source` and `from`; other columns are passed over. ' +
      '`source` is `manual` (also where it is empty; then no phone user is "None"), or `auto` or `none`, which leave the ' +
      'employee to automatic matching. The lines are taken together: two may swap their phone users.',
  })
  @ApiConsumes('text/csv')
  @ApiBody({
    schema: { type: 'string', example: EXAMPLE },
    description: 'UTF-8, or UTF-16 with its byte order mark; at most 1 MiB',
  })
  @ApiOkResponse({ type: MappingImportAnswer, description: 'What the file came to, or would come to' })
  @ApiProblems(
    ['unreadable_csv', 'This is no CSV file of a mapping. Export the mapping to see one.'],
    ['wrong_lines', '1 line is wrong', 'line 3: There is no employee “e99” here.'],
    ['invalid_input', 'dryRun must be true or false'],
    ['too_large', '1 MiB'],
    ['unsupported_media_type', 'the file', 'text/csv'],
  )
  @ApiSignedInToChange()
  async import(
    @CurrentCaller() caller: Caller,
    @Param('key', InstalledKey) key: string,
    @Query() { dryRun }: MappingImportQuery,
    @Req() request: PlatformRequest,
  ): Promise<MappingImportAnswer> {
    const connection = await connectionOf(this.connections, caller, key);
    const csv = await textOf(nodeRequest(request));
    // Only now: a slow upload must not take up a place.
    const leave = this.places.enter('work', caller);
    try {
      if (dryRun === 'true') return { dryRun: true, ...(await this.files.check(connection, csv)) };
      return { dryRun: false, ...(await this.files.import(caller, connection, csv)) };
    } finally {
      leave();
    }
  }
}

async function textOf(request: DeliveryRequest): Promise<string> {
  const bytes = await readDelivery(request, LARGEST);
  if (bytes === null || PARSED.test(sentHeaders(request)['content-type'] ?? ''))
    throw problem('unsupported_media_type', 'the file', 'text/csv');
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw problem('unreadable_csv', 'The file is not in UTF-8: save it as “CSV UTF-8” and send it again.');
  }
}

/** What Excel calls Unicode text begins with a mark of its own. */
const encodingOf = ([first, second]: Uint8Array): string =>
  first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
