import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { securityHeaders } from './security-headers.js';

function headersAt(publicUrl: string): ServerResponse {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  securityHeaders(publicUrl)(request, response, () => undefined);
  return response;
}
const policyAt = (publicUrl: string): string => String(headersAt(publicUrl).getHeader('content-security-policy'));

describe('what the host tells browsers to keep to', () => {
  it('lets nothing inline run but what keeps early work, and nothing come from elsewhere', () => {
    const policy = policyAt('http://localhost:3000');
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
    const directives = policy.split(';').map((directive) => directive.trim());
    expect(directives).toContain("style-src 'self'");
    expect(directives.find((directive) => directive.startsWith('script-src '))).toMatch(
      /^script-src 'self' 'sha256-[A-Za-z0-9+/]{43}='$/,
    );
    expect(directives).toContain("frame-ancestors 'self'");
  });

  it('asks for https where the host is reached by it, and only there', () => {
    expect(headersAt('https://host.example').hasHeader('strict-transport-security')).toBe(true);
    expect(policyAt('https://host.example')).toContain('upgrade-insecure-requests');
    expect(headersAt('http://localhost:3000').hasHeader('strict-transport-security')).toBe(false);
    expect(policyAt('http://localhost:3000')).not.toContain('upgrade-insecure-requests');
  });
});
