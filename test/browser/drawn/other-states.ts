import type { PageDrawing } from '../../../reference-host/src/pages/document.js';
import { MessagePage, type MessageModel } from '../../../reference-host/src/views/message-page.js';
import { calmRulesUi, type RulesModel, type RulesUi } from '../../../reference-host/src/views/rules/model.js';
import { RulesPage } from '../../../reference-host/src/views/rules/rules-page.js';
import { html } from '../../../reference-host/src/views/shared/html.js';
import { SignInPage, type SignInModel, type SignInPerson } from '../../../reference-host/src/views/sign-in-page.js';
import { admin, EMOJI, HEBREW, LONG, type DrawnState } from './drawn-state.js';

const person = (name: string, tenant = 'Acme'): SignInPerson => ({
  name,
  tenant,
  email: 'someone@acme.example',
  role: 'employee',
});

function signIn(more: Partial<SignInModel>): PageDrawing {
  const model: SignInModel = {
    people: [person('Dana Reyes'), person(LONG), person(HEBREW), person(EMOJI), person('Iris Quill', LONG)],
    more: 1_940,
    returnTo: '',
    ended: false,
    refused: null,
    ...more,
  };
  return { title: 'Sign in', path: '/sign-in', me: null, view: html`<${SignInPage} model=${model} />` };
}

function message(model: MessageModel): PageDrawing {
  return { title: model.title, path: '/nowhere', me: admin, view: html`<${MessagePage} model=${model} />` };
}

const saved = {
  effectiveFrom: '2026-11-01',
  pointsPerMinute: 1.25,
  weights: { inbound: 1, outbound: 1.5, internal: 0.5 },
  pointsPerCall: 2,
  shortestTalkSeconds: 30,
  dailyCap: 120,
  overlap: 'conversation' as const,
};

function rules(ui: Partial<RulesUi>): PageDrawing {
  const model: RulesModel = {
    rules: {
      ...saved,
      versions: [
        { ...saved, savedBy: 'e1', savedAt: '2026-10-30T15:00:00.000Z' },
        { ...saved, effectiveFrom: '2026-12-01', savedBy: 'gone', savedAt: '2026-11-19T15:00:00.000Z' },
      ],
      revision: '2-1',
    },
    names: { e1: LONG, e2: HEBREW, e3: EMOJI },
    timeZone: 'America/New_York',
    today: '2026-11-20',
  };
  const view = html`<${RulesPage} model=${model} ui=${{ ...calmRulesUi(model), ...ui }} />`;
  return { title: 'Counting rules', path: '/settings/products/phone-system/rules', me: admin, view };
}

const effects = ['e1', 'e2', 'e3', 'gone'].map((employeeId, at) => ({ employeeId, old: 100 * at, new: 90.5 * at + 7 }));

export const otherStates: readonly DrawnState[] = [
  ['sign-in', signIn({})],
  [
    'sign-in-refused',
    signIn({
      people: [person('Dana Reyes')],
      more: 0,
      refused: {
        email: 'nobody@acme.example',
        message: 'Nobody who works here has this address; check it, or ask your administrator.',
      },
    }),
  ],
  [
    'message',
    message({
      title: 'Something went wrong',
      text: 'This page cannot be shown just now. Try again in a moment; if it stays so, tell the people who run this site.',
      link: { href: '/', words: 'Go to the start' },
    }),
  ],
  ['rules-counting', rules({ counting: true })],
  ['rules-counting-on', rules({ effects, counting: true, people: 20_000 })],
  ['rules-frozen-days', rules({ effects, frozenDays: ['2026-10-22', '2026-10-23', '2026-10-24'] })],
  ['rules-nothing-changes', rules({ effects: [] })],
  [
    'rules-every-field-wrong',
    rules({
      problems: [
        'effectiveFrom',
        'pointsPerMinute',
        'weights.inbound',
        'weights.outbound',
        'weights.internal',
        'pointsPerCall',
        'shortestTalkSeconds',
        'dailyCap',
        'overlap',
      ].map((field) => ({ field, message: `${field} must be a number with at most six decimals.` })),
    }),
  ],
];
