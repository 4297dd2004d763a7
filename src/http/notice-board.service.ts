import { Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { allowedOn, type Subordinate, isSelf, TenantTermsBook, type Who } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { type Notice, Notices, type Seen } from '../privacy/index.js';
import { PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import { problem } from '../support/problems.js';
import type { PhoneSystemSettings } from '../support/settings.js';

/** How long a version that was worked out is taken for the present one, where somebody's own day asks for it. */
const FRESH_MS = 10_000;

/** A route that shows something of people, and what that is. */
export type Shown = readonly [what: string, handler: () => unknown];

/** The notice as it hangs here: with who sees what, as the routes themselves say. */
@Injectable()
export class NoticeBoard {
  private readonly seen: Seen[] = [];
  private readonly versions = new Map<string, { readonly version: Promise<string>; readonly since: number }>();
  /** Who has read which version: nobody unreads one. */
  private readonly readers = new Set<string>();

  constructor(
    private readonly notices: Notices,
    private readonly terms: TenantTermsBook,
    private readonly reflector: Reflector,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: Pick<PhoneSystemSettings, 'notice'>,
  ) {}

  get mode(): PhoneSystemSettings['notice'] {
    return this.settings.notice;
  }

  /** Tells the board which routes show something of people. */
  show(shown: readonly Shown[]): void {
    for (const [what, handler] of shown)
      this.seen.push({ what, who: inWords(allowedOn(this.reflector, handler) ?? []) });
  }

  /** As it is for somebody: who is told minutes reads nothing of points. */
  async notice(caller: Caller): Promise<Notice> {
    return await this.notices.current(caller.tenantId, this.seen, await this.terms.explainedTo(caller));
  }

  /**
   * Before people are shown what is counted of themselves, they have read what is counted, where that is required. Others
   * see it all the same: nobody keeps a day from their manager by not reading.
   *
   * @throws Problem 403 `notice_first`
   */
  async holdRead(caller: Caller, employees: readonly Subordinate[]): Promise<void> {
    if (this.settings.notice !== 'required' || !employees.some((employee) => isSelf(caller, employee))) return;
    const version = await this.versionNow(caller);
    const reader = JSON.stringify([caller.tenantId, caller.employeeId, version]);
    if (this.readers.has(reader)) return;
    if ((await this.notices.acknowledgedAt(caller, version)) === null) throw problem('notice_first');
    this.readers.add(reader);
  }

  private versionNow(caller: Caller): Promise<string> {
    const whose = JSON.stringify([caller.tenantId, caller.role]);
    const known = this.versions.get(whose);
    if (known !== undefined && performance.now() - known.since < FRESH_MS) return known.version;
    const version = this.notice(caller).then((notice) => notice.version);
    this.versions.set(whose, { version, since: performance.now() });
    version.catch(() => this.versions.delete(whose));
    return version;
  }
}

const WORDS: Readonly<Record<Who, string>> = {
  self: 'you',
  manager: 'your direct manager',
  admin: 'administrators',
  vendor: 'the phone system',
};

const ORDER: readonly Who[] = ['self', 'manager', 'admin', 'vendor'];

const inWords = (who: readonly Who[]): string =>
  ORDER.filter((one) => who.includes(one))
    .map((one) => WORDS[one])
    .join(', ');
