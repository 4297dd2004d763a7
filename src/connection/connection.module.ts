import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { MetricsModule } from '../metrics/index.js';
import { RegistryModule } from '../registry/index.js';
import { ConnectAttempts } from './connect-attempts.service.js';
import { ConnectService } from './connect.service.js';
import { Connections } from './connections.service.js';
import { Consents } from './consents.service.js';
import { FormerAccounts } from './former-accounts.service.js';
import { RequestBudget } from './limits/request-budget.service.js';
import { Sessions } from './sessions.service.js';
import { TokenKeyCheck } from './token-key-check.service.js';
import { TokenVault } from './token-vault.service.js';
import { VendorSignIn } from './vendor-sign-in.service.js';
import { Visits } from './visits.service.js';
import { WebhookSubscriptions } from './webhook-subscriptions.service.js';

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
