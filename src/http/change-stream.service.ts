import { Injectable, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import {
  catchError,
  concatMap,
  defer,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  filter,
  finalize,
  interval,
  map,
  merge,
  type Observable,
  of,
  ReplaySubject,
  shareReplay,
  takeUntil,
  takeWhile,
  timer,
} from 'rxjs';
import { EventLog } from '../tracing/index.js';

const LOOK_MS = 1_000;
/** Whoever listens to something that never changes may have left as well. */
const ASK_MS = 5_000;
/** Proxies give up on a connection that is silent for long. */
const HEARTBEAT_MS = 15_000;
/** Then the browser comes again by itself, and all of the host that stands before this package looks at it anew. */
const LONGEST_MS = 60_000;

/** What people listen to. */
export interface Watched {
  /** All who name the same are told by one look. */
  readonly name: string;
  /** Reads the present state, once a second while somebody listens; null ends the stream, and so does a failure. */
  look(): Promise<object | null>;
}

/** Server-sent events of something that changes: once at the start, and then whenever it is different. */
@Injectable()
export class ChangeStream implements OnModuleDestroy {
  private readonly log = new EventLog(ChangeStream.name);
  private readonly closing = new ReplaySubject<void>(1);
  private readonly looks = new Map<string, Look>();

  /** Open streams would keep the host from stopping. */
  onModuleDestroy(): void {
    this.closing.next();
  }

  /**
   * @param mayStill asked before each event, and every few seconds: whether whoever listens still may. Where they may
   *   not, the stream ends; the browser comes again by itself and hears why
   */
  watch(watched: Watched, mayStill: () => Promise<boolean>): Observable<MessageEvent> {
    return defer(() => {
      const look = this.lookOf(watched);
      const events = look.states.pipe(
        concatMap(async (data): Promise<MessageEvent | null> =>
          data !== null && (await mayStill()) ? { data } : null,
        ),
      );
      const heartbeats = interval(HEARTBEAT_MS).pipe(map((): MessageEvent => ({ comment: 'still here' })));
      const left = interval(ASK_MS).pipe(
        exhaustMap(mayStill),
        filter((may) => !may),
      );
      return merge(events, heartbeats).pipe(
        takeWhile((event) => event !== null),
        takeUntil(merge(this.closing, timer(LONGEST_MS), left)),
        catchError((error: unknown) => {
          look.failed(error);
          return EMPTY;
        }),
      );
    });
  }

  private lookOf({ name, look }: Watched): Look {
    const known = this.looks.get(name);
    if (known !== undefined) return known;
    let isFailureTold = false;
    const failed = (error: unknown): void => {
      if (!isFailureTold) this.log.failed('stream-failed', error);
      isFailureTold = true;
    };
    const states = timer(0, LOOK_MS).pipe(
      exhaustMap(look),
      map((state) => (state === null ? null : JSON.stringify(state))),
      distinctUntilChanged(),
      catchError((error: unknown) => {
        failed(error);
        return of(null);
      }),
      finalize(() => this.looks.delete(name)),
      shareReplay({ bufferSize: 1, refCount: true }),
    );
    this.looks.set(name, { states, failed });
    return { states, failed };
  }
}

/** What all who listen to the same share. */
interface Look {
  readonly states: Observable<string | null>;
  /** Logs what ended a stream: what one meets, all meet, and one line says it. */
  readonly failed: (error: unknown) => void;
}
