/** All benches, one after the other. Each is a script of its own, and one line here. */
await import('./counts.js');
await import('./fresh.js');
await import('./fetch.js');
await import('./score.js');
await import('./mapping.js');
