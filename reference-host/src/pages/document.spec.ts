import { html } from '../views/shared/html.js';
import { htmlDocument, scriptSafe } from './document.js';
import { EARLY_HASH } from './inline-script.js';
import { createHash } from 'node:crypto';

const hostile = '</script><script>alert(1)</script><!--\u2028';

describe('a document', () => {
  it('carries data that nothing in it can turn into markup, and that reads back as it was', () => {
    const text = scriptSafe({ name: hostile });
    expect(text).not.toMatch(/[<>\u2028]/);
    expect(JSON.parse(text)).toEqual({ name: hostile });
  });

  it('keeps the text of a title and of a view as text', () => {
    const drawn = htmlDocument({ title: hostile, path: '/', me: null, view: html`<p>${hostile}</p>` });
    expect(drawn).not.toContain('<script>alert');
  });

  it('loads scripts only where there is something to take over, under the hash that the policy names', () => {
    const view = html`<p>Read me</p>`;
    expect(htmlDocument({ title: 'A', path: '/', me: null, view })).not.toContain('<script');
    const live = htmlDocument({ title: 'A', path: '/', me: null, view, live: { page: 'call', model: {} } });
    const told = htmlDocument({ title: 'A', path: '/', me: null, view, live: { page: 'call', model: {} } }, '/a.js');
    expect(told).toContain('</script><script type="module" src="/a.js"></script>');
    const inline = /<script type="module">(.*?)<\/script>/s.exec(live)?.[1] ?? '';
    expect(EARLY_HASH).toBe(`'sha256-${createHash('sha256').update(inline).digest('base64')}'`);
  });
});
