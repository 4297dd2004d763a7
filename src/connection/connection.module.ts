import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { MetricsModule } from '../metrics/index.js';
import { RegistryModule } from '../registry/index.js';
import { ConnectAttempts } from './sign-in/connect-attempts.service.js';
import { ConnectService } from './sign-in/connect.service.js';
import { Connections } from './life/connections.service.js';
import { Consents } from './sign-in/consents.service.js';
import { FormerAccounts } from './life/former-accounts.service.js';
import { RequestBudget } from './limits/request-budget.service.js';
import { Sessions } from './requests/sessions.service.js';
import { TokenKeyCheck } from './tokens/token-key-check.service.js';
import { TokenVault } from './tokens/token-vault.service.js';
import { VendorSignIn } from './sign-in/vendor-sign-in.service.js';
import { Visits } from './sign-in/visits.service.js';
import { WebhookSubscriptions } from './webhooks/webhook-subscriptions.service.js';

@Module({
  imports: [AccessModule, MetricsModule, RegistryModule],
  providers: [
    ConnectAttempts,
    ConnectService,
    Connections,
    Consents,
    FormerAccounts,
    RequestBudget,
    Sessions,
    TokenKeyCheck,
    TokenVault,
    VendorSignIn,
    Visits,
    WebhookSubscriptions,
  ],
  exports: [
    ConnectAttempts,
    ConnectService,
    Connections,
    FormerAccounts,
    Sessions,
    TokenVault,
    Visits,
    WebhookSubscriptions,
  ],
})
export class ConnectionModule {}
