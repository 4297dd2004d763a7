import { benchPrice } from './price/main.js';

await benchPrice(process.argv.slice(2).map(Number));
