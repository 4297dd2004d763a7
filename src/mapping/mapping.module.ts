import { Module } from '@nestjs/common';
import { MappingFiles } from './mapping-files.service.js';
import { Mappings } from './mappings.service.js';

/** Who is who. */
@Module({
  providers: [MappingFiles, Mappings],
  exports: [MappingFiles, Mappings],
})
export class MappingModule {}
