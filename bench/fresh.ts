import { benchFresh } from './fresh/main.js';

await benchFresh();
