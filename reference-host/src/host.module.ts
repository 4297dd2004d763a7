import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { PhoneSystemModule, ProblemFilter } from 'prodoscore-phone-systems';
import { DialpadModule } from 'prodoscore-phone-systems/dialpad';
import { RingCentralModule } from 'prodoscore-ringcentral';
import { ZoomPhoneModule } from 'prodoscore-zoom-phone';
import { TeamsPhoneModule } from 'prodoscore-teams-phone';
import { FailureFilter } from './operations/failure.filter.js';
import { HealthController } from './operations/health.controller.js';
import { HostAlerts } from './operations/host-alerts.js';
import { logging } from './operations/logging.js';
import { MetricsController } from './operations/metrics.controller.js';
import { METRICS_TOKEN } from './operations/operators.guard.js';
import { PageFilter } from './pages/page.filter.js';
import { PagesController } from './pages/pages.controller.js';
import { NoticePagesController } from './pages/notice-pages.controller.js';
import { SignInPagesController } from './pages/sign-in-pages.controller.js';
import { SurfaceClient } from './pages/surface-client.js';
import { Visitors } from './pages/visitor.js';
import { HostAccess } from './people/host-access.js';
import { HostDirectory } from './people/host-directory.js';
import { HostScores } from './people/host-scores.js';
import { HostTerms } from './people/host-terms.js';
import { PeopleModule } from './people/people.module.js';
import { PLUGIN_NOTES, type Plugins } from './plugins/plugins.js';
import type { HostSettings } from './settings/host-settings.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { simulatedDialpad } from './simulated/dialpad.js';
import { simulatedRingCentral } from './simulated/ringcentral.js';
import { simulatedZoomPhone } from './simulated/zoom-phone.js';
import { simulatedTeamsPhone } from './simulated/teams-phone.js';

/** The reference host: people, pages, and the two lines that install the phone systems. */
@Module({})
export class HostModule {
  /** @param plugins further phone systems */
  static of(settings: HostSettings, plugins: Plugins): DynamicModule {
    return {
      module: HostModule,
      imports: [
        logging(settings.logLevel),
        PeopleModule.of(settings),
        PhoneSystemModule.forRoot({
          employees: HostDirectory,
          policy: HostTerms,
          access: HostAccess,
          scores: HostScores,
          alerts: HostAlerts,
          publicUrl: settings.phoneSystems.publicUrl,
        }),
        settings.dialpad === null
          ? simulatedDialpad(settings.phoneSystems, settings.simulatedWorld)
          : DialpadModule.forRoot(),
        settings.ringCentral === null ? simulatedRingCentral(settings.phoneSystems) : RingCentralModule.forRoot(),
        settings.zoomPhone === null ? simulatedZoomPhone(settings.phoneSystems) : ZoomPhoneModule.forRoot(),
        settings.teamsPhone === null ? simulatedTeamsPhone(settings.phoneSystems) : TeamsPhoneModule.forRoot(),
        ...plugins.modules,
      ],
      controllers: [
        SignInController,
        SignInPagesController,
        NoticePagesController,
        PagesController,
        HealthController,
        MetricsController,
      ],
      providers: [
        SurfaceClient,
        Visitors,
        PageFilter,
        ProblemFilter,
        { provide: METRICS_TOKEN, useValue: settings.metricsToken },
        { provide: PLUGIN_NOTES, useValue: plugins.notes },
        { provide: APP_FILTER, useClass: FailureFilter },
      ],
    };
  }
}
