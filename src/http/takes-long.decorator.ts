import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { finalize, type Observable } from 'rxjs';
import { callerOf } from '../access/index.js';
import { ApiCrowdedDoor } from './api-problem.decorator.js';
import { Door } from './doors.js';
import { Places } from './places.service.js';

/** Whoever asks keeps their place until the work is done, and not only until they hang up. */
@Injectable()
export class WorkPlace implements NestInterceptor {
  constructor(private readonly places: Places) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const leave = this.places.enter('work', callerOf(context.switchToHttp().getRequest<object>()));
    return next.handle().pipe(finalize(leave));
  }
}

/** A route that keeps the host busy for a large company: nobody has many of them at once. */
export const TakesLong = (): MethodDecorator =>
  applyDecorators(Door('work'), UseInterceptors(WorkPlace), ApiCrowdedDoor());
