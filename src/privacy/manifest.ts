import { readFileSync } from 'node:fs';
import type { DataFacts, Product } from './assurance.js';

/** Whoever reads the manifest before any code is loaded reads the same words as whoever is told by a notice. */
const manifest = JSON.parse(readFileSync(new URL('../../plugin.manifest.json', import.meta.url), 'utf8')) as {
  readonly package: string;
  readonly version: string;
  readonly data: DataFacts;
};

/** What is stored, and what never. */
export const { data } = manifest;

export const product: Product = { name: manifest.package, version: manifest.version };
