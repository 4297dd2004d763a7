import { describe, it } from 'node:test';
import { strictEqual } from 'node:assert';
import { TEAMS_PHONE, TeamsPhoneSystem } from 'prodoscore-teams-phone';

void describe('Microsoft Teams Phone', () => {
  void it('is known to nobody until an operator registers the host', () => {
    const provider = new TeamsPhoneSystem(null);
    strictEqual(provider.descriptor, TEAMS_PHONE);
    strictEqual(provider.client, null);
  });
});
