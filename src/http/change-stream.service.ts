import { Injectable, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import {
  catchError,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  interval,
  map,
  merge,
  type Observable,
  ReplaySubject,
  takeUntil,
  takeWhile,
  timer,
} from 'rxjs';
import { EventLog } from '../tracing/index.js';

const LOOK_MS = 1_000;
/** Proxies give up on a connection that is silent for long. */
const HEARTBEAT_MS = 15_000;
/** Then the browser comes again by itself, and who may is asked again. */
const LONGEST_MS = 600_000;

/** Server-sent events of something that changes: once at the start, and then whenever it is different. */
@Injectable()
export class ChangeStream implements OnModuleDestroy {
  private readonly log = new EventLog(ChangeStream.name);
  private readonly closing = new ReplaySubject<void>(1);

  /** Open streams would keep the host from stopping. */
  onModuleDestroy(): void {
    this.closing.next();
  }

  /**
   * @param look reads the present state, once a second while somebody listens; null ends the stream, and so does a
   * failure: the browser comes again by itself
   */
  watch(look: () => Promise<object | null>): Observable<MessageEvent> {
    const states = timer(0, LOOK_MS).pipe(
      exhaustMap(look),
      map((state) => (state === null ? null : JSON.stringify(state))),
      distinctUntilChanged(),
      map((data): MessageEvent | null => (data === null ? null : { data })),
    );
    const heartbeats = interval(HEARTBEAT_MS).pipe(map((): MessageEvent => ({ comment: 'still here' })));
    return merge(states, heartbeats).pipe(
      takeWhile((event) => event !== null),
      takeUntil(merge(this.closing, timer(LONGEST_MS))),
      catchError((error: unknown) => {
        this.log.failed('stream-failed', error);
        return EMPTY;
      }),
    );
  }
}
