import { textOf } from '../../../../test/support/drawn.js';
import { html } from '../shared/html.js';
import { calmRulesUi, noRulesActions, type RulesModel } from './model.js';
import { RulesPreview } from './rules-preview.js';

describe('what rules would change', () => {
  const model: RulesModel = {
    rules: {
      effectiveFrom: '2026-01-01',
      pointsPerMinute: 1,
      weights: { inbound: 1, outbound: 1, internal: 1 },
      pointsPerCall: 0,
      shortestTalkSeconds: 0,
      dailyCap: null,
      overlap: 'employee',
      versions: [],
      revision: '0-0',
    },
    today: '2026-11-22',
    timeZone: 'UTC',
    names: { e1: 'Dana Reyes' },
  };
  const effects = [
    { employeeId: 'e1', old: 10, new: 12 },
    { employeeId: 'e2', old: 10, new: 10 },
  ];
  const words = (counting: boolean): string =>
    textOf(
      html`<${RulesPreview}
        model=${model}
        ui=${{ ...calmRulesUi(model), effects, counting, people: 20_000 }}
        actions=${noRulesActions}
      />`,
    );

  it('says how far it has come, and shows what is known so far', () => {
    expect(words(true)).toContain('Counting: 2 people of about 20,000 so far. The scores of 1 would change.');
    expect(words(true)).toContain('Dana Reyes 10.00 12.00');
  });

  it('says when it is at its end', () => {
    expect(words(false)).toContain('1 of 2 people’s scores would change.');
  });
});
