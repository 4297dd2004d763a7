import { rm } from 'node:fs/promises';
import process from 'node:process';

export default async function forget() {
  await rm(process.env.EMBEDDED_IMAGE, { recursive: true, force: true });
}
