// Writes a package for another phone system from the template beside this file.
//   npm run new-provider -- acme-phone "Acme Phone" [folder]
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import process from 'node:process';

const [key = '', displayName = '', folder = key] = process.argv.slice(2);
const target = resolve(process.env.INIT_CWD ?? process.cwd(), folder);

const problem = !/^[a-z][a-z0-9-]*$/.test(key)
  ? `"${key}" is no key: write lower-case letters, digits and dashes, beginning with a letter.`
  : displayName.trim() === ''
    ? 'The name that administrators know it by is missing.'
    : existsSync(target)
      ? `${target} is there already: give another folder, or remove it.`
      : null;
if (problem !== null) {
  process.stderr.write(`${problem}\nUsage: npm run new-provider -- acme-phone "Acme Phone" [folder]\n`);
  process.exit(1);
}

const pascal = key.replace(/(^|-)([a-z0-9])/g, (_, _dash, letter) => letter.toUpperCase());
const names = {
  'acme-phone': key,
  'Acme Phone': displayName.trim(),
  AcmePhone: pascal,
  ACME_PHONE: key.toUpperCase().replaceAll('-', '_'),
  // A link and no copy: the reference host in this checkout can then load what is written there.
  'file:../../..': `file:${relative(target, resolve(import.meta.dirname, '..', '..')).replaceAll(sep, '/')}`,
};
const named = (text) =>
  text.replace(/acme-phone|Acme Phone|AcmePhone|ACME_PHONE|file:\.\.\/\.\.\/\.\./g, (name) => names[name]);

cpSync(join(import.meta.dirname, 'template'), target, { recursive: true });
for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  writeFileSync(path, named(readFileSync(path, 'utf8')));
  renameSync(path, join(entry.parentPath, named(entry.name)));
}
process.stdout.write(
  `${displayName.trim()} begins in ${target}. There: npm install, npm run build, npm test; each law that fails says what to write.\n`,
);
