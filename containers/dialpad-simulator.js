/** The Dialpad simulator as a process of its own, for several copies of the reference host. */
import process from 'node:process';
import { startDialpadSimulator } from 'prodoscore-phone-systems/testing';

const { DIALPAD_CLIENT_ID: clientId, DIALPAD_CLIENT_SECRET: clientSecret, PUBLIC_URL, DATA_DIR } = process.env;
const { HOST: host = '127.0.0.1', PORT: port = '4010' } = process.env;
const redirectUris = [`${PUBLIC_URL}/api/phone-systems/dialpad/callback`];
const simulator = await startDialpadSimulator({
  host,
  port: Number(port),
  dataDir: DATA_DIR,
  clients: [{ clientId, clientSecret, name: 'Prodoscore', redirectUris }],
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void simulator.stop().then(() => process.exit(0)));
process.stdout.write(`The Dialpad simulator answers at ${simulator.baseUrl}.\n`);
