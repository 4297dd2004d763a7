import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PhoneSystemRegistry } from './phone-system.registry.js';

/** Knows which phone systems the host has installed. */
@Module({
  imports: [DiscoveryModule],
  providers: [PhoneSystemRegistry],
  exports: [PhoneSystemRegistry],
})
export class RegistryModule {}
