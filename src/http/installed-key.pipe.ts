import { Injectable, type PipeTransform } from '@nestjs/common';
import { PhoneSystemRegistry } from '../registry/index.js';
import { installedProvider } from './installed-provider.js';

/** Takes the key of an installed phone system; any other is 404. */
@Injectable()
export class InstalledKey implements PipeTransform<string, string> {
  constructor(private readonly registry: PhoneSystemRegistry) {}

  transform(key: string): string {
    return installedProvider(this.registry, key).descriptor.key;
  }
}
