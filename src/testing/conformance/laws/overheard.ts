const VOICES = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** What was said to the console and the process's streams, and which addresses were fetched, while something was done. */
export async function overheard(
  work: () => Promise<readonly string[] | void>,
): Promise<{ readonly said: readonly string[]; readonly fetched: readonly string[] }> {
  const said: string[] = [];
  const fetched: string[] = [];
  const voices = VOICES.map((voice) => [voice, console[voice]] as const);
  const streams = [process.stdout, process.stderr].map((stream) => [stream, stream.write.bind(stream)] as const);
  const { fetch } = globalThis;
  const hear = (...words: unknown[]): void => void said.push(words.map(asText).join(' '));
  for (const [voice] of voices) console[voice] = hear;
  for (const [stream, write] of streams) {
    stream.write = ((chunk: unknown, ...rest: never[]) => {
      hear(chunk);
      return write(chunk as string, ...rest);
    }) as typeof stream.write;
  }
  globalThis.fetch = (address) => {
    fetched.push(address instanceof Request ? address.url : String(address));
    return Promise.reject(new Error('A provider has no network of its own.'));
  };
  try {
    said.push(...((await work()) ?? []));
  } finally {
    globalThis.fetch = fetch;
    for (const [stream, write] of streams) stream.write = write;
    for (const [voice, speak] of voices) console[voice] = speak;
  }
  return { said, fetched };
}

function asText(word: unknown): string {
  if (typeof word === 'string') return word;
  if (word instanceof Error) return `${word.message} ${word.stack ?? ''}`;
  try {
    return JSON.stringify(word) ?? String(word);
  } catch {
    return String(word);
  }
}
