import { createInterface } from 'node:readline/promises';

/** What a new phone system is asked for, with what each answer means. The first is taken where nobody is there to ask. */
const CHOICES = {
  grant: {
    question: 'How does an administrator let this host in?',
    answers: {
      code: 'OAuth 2: signs in and allows access',
      consent: 'consents for the whole account; tokens are then made by client credentials',
      keys: 'types keys that were made at the vendor',
    },
  },
  webhooks: {
    question: 'How does the vendor tell of calls as they happen?',
    answers: {
      none: 'not at all, or not safely',
      each: 'each connection subscribes with an address of its own',
      shared: 'it has one address for all accounts, entered there once',
    },
  },
};

/** What follows the name in the usage. */
export const USAGE = Object.entries(CHOICES)
  .map(([name, { answers }]) => `[--${name} ${Object.keys(answers).join('|')}]`)
  .join(' ');

/** @returns what is wrong with the answers that were given, or null */
export function wrongChoice(given) {
  for (const [name, { answers }] of Object.entries(CHOICES)) {
    const answer = given[name];
    if (answer !== undefined && !Object.hasOwn(answers, answer)) {
      return `--${name} ${answer} is not known: write ${Object.keys(answers).join(' or ')}.`;
    }
  }
  return null;
}

/** Asks for what was not given, on a terminal; elsewhere the first answer of each is taken, and said. */
export async function chosen(given, { input, output }) {
  const answers = {};
  for (const [name, choice] of Object.entries(CHOICES)) {
    answers[name] =
      given[name] ?? (input.isTTY ? await ask(choice, { input, output }) : presumed(name, choice, output));
  }
  return answers;
}

function presumed(name, { answers }, output) {
  const [first] = Object.keys(answers);
  output.write(`--${name} ${first} is taken; the others are ${Object.keys(answers).slice(1).join(' and ')}.\n`);
  return first;
}

async function ask({ question, answers }, terminal) {
  const names = Object.keys(answers);
  const lines = names.map((name) => `  ${name.padEnd(8)} ${answers[name]}`).join('\n');
  const reader = createInterface(terminal);
  try {
    for (;;) {
      const answer = (await reader.question(`${question}\n${lines}\n[${names[0]}] `)).trim() || names[0];
      if (names.includes(answer)) return answer;
    }
  } finally {
    reader.close();
  }
}

const OPENS = /^\s*\/\/ #if (\w+)=([\w|]+)$/;
const CLOSES = /^\s*\/\/ #end$/;

/** Keeps of a text what the answers ask for: the lines between `// #if grant=code|keys` and `// #end`. */
export function keptOf(text, answers) {
  let isKept = true;
  return text
    .split('\n')
    .filter((line) => {
      const [opens, name, wanted] = OPENS.exec(line) ?? [];
      if (opens) isKept = wanted.split('|').includes(answers[name]);
      if (CLOSES.test(line)) isKept = true;
      return isKept && !opens && !CLOSES.test(line);
    })
    .join('\n');
}
