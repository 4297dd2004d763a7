import { benchScore } from './score/main.js';

await benchScore();
