import { start } from '../start.js';
import { moveByKeys } from '../team-app.js';

start(() => {
  moveByKeys();
  return null;
});
