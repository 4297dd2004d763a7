import { benchCounts } from './counts/main.js';

await benchCounts();
