import { benchMapping } from './mapping/main.js';

await benchMapping();
