import { html, type Children, type View } from './shared/html.js';
import type { SurfaceMe } from './shared/surface.js';
import { dataHref } from './own-data/model.js';
import { OBJECTIONS_PATH } from './objections/model.js';
import { SETTINGS_PATH } from './settings/model.js';
import { leadsTeam, TEAM_PATH } from './team/model.js';

/** Around every page: who is signed in, where one can go, and the page itself. */
export function Frame(props: { me: SurfaceMe | null; path: string; children?: Children }): View {
  const { me, path } = props;
  const link = (href: string, words: string, here: boolean) => html`
    <li><a href=${href} aria-current=${here ? 'page' : undefined}>${words}</a></li>
  `;
  return html`
    <a class="skip" href="#main">Skip to the content</a>
    <header class="site">
      <div class="site-row">
        <a class="brand" href="/"
          ><span class="brand-mark" aria-hidden="true"></span>Prodoscore <small>reference host</small></a
        >
        ${
          me === null
            ? null
            : html`
                <nav aria-label="Main">
                  <ul>
                    ${me.role === 'admin' ? link(SETTINGS_PATH, 'Phone System', path.startsWith(SETTINGS_PATH)) : null}
                    ${leadsTeam(me) ? link(TEAM_PATH, 'Team', path === TEAM_PATH) : null}
                    ${leadsTeam(me) ? link(OBJECTIONS_PATH, 'Objections', path === OBJECTIONS_PATH) : null}
                    ${link('/my-day', 'My day', path.startsWith(`/employees/${encodeURIComponent(me.employeeId)}/days/`))}
                    ${link(dataHref(me.employeeId), 'My data', path === dataHref(me.employeeId))}
                  </ul>
                </nav>
                <form class="who" method="post" action="/sign-out/form">
                  <span class="who-name"><bdi>${me.name}</bdi></span>
                  <button type="submit" class="quiet">Sign out</button>
                </form>
              `
        }
      </div>
    </header>
    <main id="main" tabindex="-1">${props.children}</main>
  `;
}
