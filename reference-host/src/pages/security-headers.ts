import helmet from 'helmet';
import { EARLY_HASH } from './inline-script.js';

/** Helmet's defaults, with a policy that knows no inline styles and no scripts but the host's own. */
export function securityHeaders(publicUrl: string): ReturnType<typeof helmet> {
  const secure = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'", EARLY_HASH],
        'style-src': ["'self'"],
        'font-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        // On plain http the browser would be sent to a port that speaks no https.
        'upgrade-insecure-requests': secure ? [] : null,
      },
    },
    strictTransportSecurity: secure,
    // With Helmet's own `no-referrer` a browser sends `Origin: null` along with the host's own forms.
    referrerPolicy: { policy: 'same-origin' },
  });
}
