import { Injectable, type PipeTransform } from '@nestjs/common';
import { PhoneSystemRegistry } from '../registry/index.js';
import { Problem } from '../support/problem.js';

/** Takes the key of an installed phone system; any other is 404. */
@Injectable()
export class InstalledKey implements PipeTransform<string, string> {
  constructor(private readonly registry: PhoneSystemRegistry) {}

  transform(key: string): string {
    if (this.registry.find(key) !== undefined) return key;
    throw new Problem(404, 'unknown_provider', 'No phone system of this name is installed here.');
  }
}
