import { dayHref } from '../day/model.js';
import { NOTICE_PATH } from '../notice/notice-page.js';
import { ObjectionBadge, Said } from '../objections/said.js';
import { amount, dateOf, daysAfter, longDay, moment } from '../shared/format.js';
import { html, type View } from '../shared/html.js';
import { Badge, Card, Empty, Fact, Trail } from '../shared/parts.js';
import type { SurfaceDataSummary, SurfaceOwnLine, SurfaceReader, SurfaceStoredAmount } from '../shared/surface.js';
import { type DataModel, dataHref, fileHref } from './model.js';

interface Props {
  readonly model: DataModel;
}

/** What is stored of a person, who looked at it, and what they can do: theirs to see, and an administrator's. */
export function DataPage({ model }: Props): View {
  const { summary, own } = model;
  const { id, name } = summary.employee;
  return html`
    <div class="data-page">
      ${own ? null : html`<${Trail} places=${[{ name: 'Data' }, { name }]} />`}
      <h1>${own ? 'My data' : html`Data of <bdi>${name}</bdi>`}</h1>
      <p class="lead">
        ${
          own
            ? 'What is stored about you here and until when, who looked at it, and the way to a correction.'
            : 'What is stored about this person. That you opened this page is written down, and they can see it.'
        }
      </p>
      <div class="actions data-files">
        <a class="button" href=${fileHref(id, 'csv')} download>Download all of it as CSV</a>
        <a class="button" href=${fileHref(id, 'json')} download>Download all of it as JSON</a>
      </div>
      <${Identity} model=${model} />
      <${Stored} stored=${summary.stored} />
      <${OwnObjections} model=${model} />
      <${Readers} model=${model} />
      <${Acknowledged} model=${model} />
      <${Correction} model=${model} />
    </div>
  `;
}

const listed = (texts: readonly string[]): View | string =>
  texts.length === 0
    ? 'none'
    : html`${texts.map((text, at) => html`${at === 0 ? '' : ', '}<bdi class="whole" key=${text}>${text}</bdi>`)}`;

function Identity({ model: { summary, own } }: Props): View {
  const { employee, lines } = summary;
  const { id, name, emails, phones, active } = employee;
  const bounds = storedBounds(employee);
  return html`
    <${Card}
      id="identity"
      title=${own ? 'Who you are here' : 'Who this is here'}
      aside=${active ? null : html`<${Badge} tone="calm">No longer works here<//>`}
    >
      <dl class="facts">
        <${Fact} term="Name"
          ><bdi>${name}</bdi> <span class="cell-note">Id <bdi>${id}</bdi></span><//
        >
        <${Fact} term="E-mail addresses">${listed(emails)}<//>
        <${Fact} term="Telephone numbers">${listed(phones)}<//>
        ${bounds === '' ? null : html`<${Fact} term="Calls are stored">${bounds}<//>`}
      </dl>
      <h3>Lines</h3>
      ${
        lines.length === 0
          ? html`<p class="hint">No line of a phone system is matched, so no calls are counted here.</p>`
          : html`<ul class="data-lines">
              ${lines.map((line) => html`<${OneLine} key=${`${line.phoneUserId} ${line.from ?? ''}`} line=${line} />`)}
            </ul>`
      }
    <//>
  `;
}

/** The first that can be written. */
const FIRST_DAY = '0001-01-01';

/** Of which days calls are stored at all, where the company says so. */
function storedBounds({ storedFrom, storedUntil }: DataModel['summary']['employee']): string {
  if (storedUntil !== null && storedUntil <= (storedFrom ?? FIRST_DAY)) return 'of no day';
  const from = storedFrom === null ? '' : `from ${dateOf(storedFrom)}`;
  const until = storedUntil === null ? '' : `up to ${dateOf(daysAfter(storedUntil, -1))}`;
  return [from, until].filter((words) => words !== '').join(' ');
}

const MATCHED: Readonly<Record<NonNullable<SurfaceOwnLine['matchedOn']>, string>> = {
  email: 'by the e-mail address',
  phone: 'by the telephone number',
};

function OneLine({ line }: { readonly line: SurfaceOwnLine }): View {
  const { phoneSystem, connected, displayName, phoneUserId, numbers, source, matchedOn, from, until } = line;
  const since = from === null ? 'Since the first day that is known' : `Since ${dateOf(from)}`;
  const to = until === null ? '' : `, until ${dateOf(daysAfter(until, -1))}`;
  const how = source === 'manual' || matchedOn === null ? 'matched by hand' : `matched ${MATCHED[matchedOn]}`;
  const written = numbers.map(({ e164, extension }) => e164 ?? `extension ${extension ?? ''}`);
  return html`
    <li>
      <strong>${phoneSystem}</strong>: <bdi>${displayName ?? phoneUserId}</bdi>
      ${written.length === 0 ? null : html` (${listed(written)})`}
      <span class="cell-note"
        >${since}${to}; ${how}${connected ? '' : '. This phone system is no longer connected'}.</span
      >
    </li>
  `;
}

const KINDS: Readonly<Record<SurfaceStoredAmount['kind'], string>> = {
  employee: 'Name, addresses and numbers',
  matches: 'Matches with lines',
  calls: 'Calls',
  days: 'Days and scores',
  objections: 'Objections and answers',
  readers: 'Who looked',
  acknowledgements: 'Notices that were read',
  actions: 'Entries of the audit trail',
};

function Stored({ stored }: { readonly stored: SurfaceDataSummary['stored'] }): View {
  return html`
    <${Card} id="stored" title="What is stored, and until when">
      <table class="stacked data-stored">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="number">How many</th>
            <th scope="col">Of which days</th>
            <th scope="col">Kept</th>
          </tr>
        </thead>
        <tbody>
          ${stored.map(
            ({ kind, count, from, to, until }) => html`
              <tr key=${kind}>
                <th scope="row">${KINDS[kind]}</th>
                <td class="number">${amount(count)}</td>
                <td>${daysWords(from, to)}</td>
                <td data-name="Kept:">${until}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
      <p class="hint">
        What is stored in detail, and what never is, stands in ${' '}
        <a href=${NOTICE_PATH}>the notice</a>.
      </p>
    <//>
  `;
}

const daysWords = (from: string | null, to: string | null): string => {
  if (from === null || to === null) return '';
  return from === to ? dateOf(from) : `${dateOf(from)} – ${dateOf(to)}`;
};

function OwnObjections({ model: { summary, own, timeZone } }: Props): View {
  const { objections, employee } = summary;
  return html`
    <${Card} id="objections" title=${own ? 'Your objections' : 'Objections'}>
      ${
        objections.length === 0
          ? html`<p class="hint">Nothing was objected to.</p>`
          : html`<ul class="objections">
              ${objections.map(
                (objection) => html`
                  <li key=${objection.id}>
                    <p>
                      <a href=${dayHref(employee.id, objection.day)}>${longDay(objection.day)}</a>${' '}
                      ${objection.callId === null ? 'the whole day' : 'a call'} ·${' '}
                      <${ObjectionBadge} answer=${objection.answer} />
                    </p>
                    <${Said} objection=${objection} who=${employee.name} timeZone=${timeZone} />
                  </li>
                `,
              )}
            </ul>`
      }
    <//>
  `;
}

const LOOKED_AT: Readonly<Record<SurfaceReader['what'], string>> = {
  day: 'Days, with their calls and scores',
  call: 'Calls',
  data: 'What is stored (this page)',
  export: 'All that is stored, as a file',
};

const ROLES: Readonly<Record<SurfaceReader['role'], string>> = { admin: 'administrator', manager: 'manager' };

function Readers({ model: { summary, own, readers, page, timeZone } }: Props): View {
  const { id } = summary.employee;
  const { items, nextPage } = readers;
  return html`
    <${Card} id="readers" title=${own ? 'Who looked at what is yours' : 'Who looked'}>
      <p class="hint">
        Once an hour for each person. What people open of themselves is not written down, nor are lists of a whole team.
      </p>
      ${
        items.length === 0
          ? html`<${Empty} title=${page === 1 ? 'Nobody has looked' : 'There is nothing on this page'} />`
          : html`<table class="stacked data-readers">
              <thead>
                <tr>
                  <th scope="col">Who</th>
                  <th scope="col">What</th>
                  <th scope="col">When</th>
                </tr>
              </thead>
              <tbody>
                ${items.map(
                  ({ readerId, name, role, what, at }) => html`
                    <tr key=${`${at} ${readerId} ${what}`}>
                      <th scope="row"><bdi>${name}</bdi><span class="cell-note">${ROLES[role]}</span></th>
                      <td>${LOOKED_AT[what]}</td>
                      <td><time datetime=${at}>${moment(at, timeZone)}</time></td>
                    </tr>
                  `,
                )}
              </tbody>
            </table>`
      }
      ${
        page === 1 && nextPage === null
          ? null
          : html`<nav class="actions" aria-label="Pages of who looked">
              ${page === 1 ? null : html`<a class="button" href=${dataHref(id, page - 1)}>Newer</a>`}
              ${nextPage === null ? null : html`<a class="button" href=${dataHref(id, nextPage)}>Older</a>`}
            </nav>`
      }
    <//>
  `;
}

function Acknowledged({ model: { summary, own, noticeVersion, timeZone } }: Props): View {
  const { acknowledgements } = summary;
  const isRead = acknowledgements.some(({ version }) => version === noticeVersion);
  return html`
    <${Card}
      id="acknowledged"
      title="The notice of what is counted"
      aside=${isRead ? html`<${Badge} tone="good">Read<//>` : html`<${Badge} tone="calm">Not acknowledged<//>`}
    >
      ${
        acknowledgements.length === 0
          ? null
          : html`<ul>
              ${acknowledgements.map(
                ({ version, at }) => html`
                  <li key=${version}>
                    Version <code>${version}</code>${version === noticeVersion ? ', which holds now' : ''}: acknowledged
                    on${' '}<time datetime=${at}>${moment(at, timeZone)}</time>
                  </li>
                `,
              )}
            </ul>`
      }
      <p><a href=${NOTICE_PATH}>${own && !isRead ? 'Read the notice and acknowledge it' : 'Read the notice'}</a></p>
    <//>
  `;
}

function Correction({ model: { summary, own } }: Props): View {
  const { contact } = summary;
  return html`
    <${Card} id="correction" title="If something is wrong">
      <ul>
        <li>
          A day or a call: object to it on its page${own ? html`, beginning with <a href="/my-day">your day</a>` : ''}.
          The manager or an administrator answers, and both words stand on the day.
        </li>
        <li>A line that is not ${own ? 'yours' : 'theirs'}, or is missing: an administrator matches it anew.</li>
        <li>Name, addresses and numbers: they come from the directory of the company, and are put right there.</li>
      </ul>
      ${contact === null ? null : html`<p>Who answers questions: <bdi>${contact}</bdi></p>`}
    <//>
  `;
}
