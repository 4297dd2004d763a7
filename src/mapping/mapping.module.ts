import { Module } from '@nestjs/common';
import { Mappings } from './mappings.service.js';

/** Who is who. */
@Module({
  providers: [Mappings],
  exports: [Mappings],
})
export class MappingModule {}
