import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

interface Question {
  readonly id: number;
  readonly what: string;
  readonly given: unknown;
}

type Reply = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

/** A process of a bench, that answers questions: what is measured shares no CPU time with who measures. */
export class HelperProcess {
  private asked = 0;

  private constructor(private readonly child: ChildProcess) {}

  static start(script: string, nodeOptions: readonly string[] = []): HelperProcess {
    return new HelperProcess(fork(script, { execArgv: ['--enable-source-maps', ...nodeOptions] }));
  }

  async ask<T>(what: string, given: unknown = null): Promise<T> {
    const id = ++this.asked;
    return await new Promise<T>((resolve, reject) => {
      const ended = (code: number | null): void =>
        reject(new Error(`A process of the bench ended (${code ?? 'killed'}).`));
      const hear = (reply: Reply): void => {
        if (reply.id !== id) return;
        this.child.off('message', hear).off('exit', ended);
        if ('error' in reply) reject(new Error(reply.error));
        else resolve(reply.value as T);
      };
      this.child.on('message', hear).once('exit', ended);
      this.child.send({ id, what, given } satisfies Question);
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.disconnect();
    await once(this.child, 'exit');
  }
}

/** Answers questions from {@link HelperProcess.ask} until the bench lets go. */
export function answerQuestions(
  answers: Readonly<Record<string, (given: never) => unknown>>,
  atEnd: () => Promise<void>,
): void {
  process.on('message', ({ id, what, given }: Question) => {
    void Promise.resolve()
      .then(() => answers[what]?.(given as never))
      .then(
        (value) => process.send?.({ id, value: value ?? null } satisfies Reply),
        (error: unknown) =>
          process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
  process.once('disconnect', () => void atEnd().finally(() => process.exit(0)));
}
