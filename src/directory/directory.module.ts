import { Module } from '@nestjs/common';
import { PhoneUsers } from './phone-users.service.js';

/** The vendors' directories, as last read. */
@Module({
  providers: [PhoneUsers],
  exports: [PhoneUsers],
})
export class DirectoryModule {}
