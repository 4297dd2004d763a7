import { benchFetch } from './fetch/main.js';

await benchFetch();
