// Writes a package for another phone system from the template beside this file.
//   npm run new-provider -- acme-phone "Acme Phone" [folder] [--grant code|consent|keys] [--webhooks none|each|shared]
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { chosen, keptOf, USAGE, wrongChoice } from './choices.js';

const { positionals, values: given } = parseArgs({
  allowPositionals: true,
  options: { grant: { type: 'string' }, webhooks: { type: 'string' } },
});
const [key = '', displayName = '', folder = key] = positionals;
const target = resolve(process.env.INIT_CWD ?? process.cwd(), folder);

const problem = !/^[a-z][a-z0-9-]*$/.test(key)
  ? `"${key}" is no key: write lower-case letters, digits and dashes, beginning with a letter.`
  : displayName.trim() === ''
    ? 'The name that administrators know it by is missing.'
    : existsSync(target)
      ? `${target} is there already: give another folder, or remove it.`
      : wrongChoice(given);
if (problem !== null) {
  process.stderr.write(`${problem}\nUsage: npm run new-provider -- acme-phone "Acme Phone" [folder] ${USAGE}\n`);
  process.exit(1);
}
const answers = await chosen(given, { input: process.stdin, output: process.stdout });

const pascal = key.replace(/(^|-)([a-z0-9])/g, (_, _dash, letter) => letter.toUpperCase());
const names = {
  'acme-phone': key,
  'Acme Phone': displayName.trim(),
  AcmePhone: pascal,
  ACME_PHONE: key.toUpperCase().replaceAll('-', '_'),
  // Of the two files one is kept.
  'each.webhooks': 'webhooks',
  'shared.webhooks': 'webhooks',
  // A link and no copy: the reference host in this checkout can then load what is written there.
  'file:../../..': `file:${relative(target, resolve(import.meta.dirname, '..', '..')).replaceAll(sep, '/')}`,
};
const named = (text) =>
  text.replace(
    /acme-phone|Acme Phone|AcmePhone|ACME_PHONE|each\.webhooks|shared\.webhooks|file:\.\.\/\.\.\/\.\./g,
    (name) => names[name],
  );

cpSync(join(import.meta.dirname, 'template'), target, { recursive: true });
for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const kept = keptOf(readFileSync(path, 'utf8'), answers);
  if (kept.trim() === '') rmSync(path);
  else {
    writeFileSync(path, named(kept));
    renameSync(path, join(entry.parentPath, named(entry.name)));
  }
}
process.stdout.write(
  `${displayName.trim()} begins in ${target}. There: npm install, npm run build, npm test; each law that fails says what to write.\n`,
);
