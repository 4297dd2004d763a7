import { simulate } from './simulate/main.js';

await simulate();
