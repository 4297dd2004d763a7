import { renderToString } from 'preact-render-to-string';
import { html } from './shared/html.js';
import { SignInPage, type SignInModel } from './sign-in-page.js';

describe('the page for signing in', () => {
  const page = (more: Partial<SignInModel>): string =>
    renderToString(
      html`<${SignInPage}
        model=${{ people: [], more: 0, returnTo: '/my-day', ended: false, refused: null, ...more }}
      />`,
    );

  it('keeps what was typed, and says beside it what is wrong with it', () => {
    const drawn = page({ refused: { email: 'nobody@acme.example', message: 'Nobody has this address.' } });
    expect(drawn).toMatch(/<input id="email"[^>]* value="nobody@acme.example"/);
    expect(drawn).toMatch(/<input id="email"[^>]* aria-invalid="true" aria-describedby="email-problem"/);
    expect(drawn).toContain('id="email-problem">Nobody has this address.<');
    expect(page({})).not.toContain('aria-invalid');
  });

  it('says that a session has ended, and remembers where one was', () => {
    const drawn = page({ ended: true });
    expect(drawn).toContain('You were signed out.');
    expect(drawn).toContain('name="returnTo" value="/my-day"');
  });
});
