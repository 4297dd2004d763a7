import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { isDay } from '../support/days.js';
import { invalidDay } from './validation.js';

/** Takes a day of the path, `YYYY-MM-DD`; anything else is 400. */
@Injectable()
export class DayOfPath implements PipeTransform<string, string> {
  transform(day: string, { data = 'day' }: ArgumentMetadata): string {
    if (isDay(day)) return day;
    throw invalidDay(data);
  }
}
