import type { SurfaceRulesEffect, SurfaceRulesPreview } from '../views/shared/surface.js';
import { ask } from './surface.js';

/** What a draft of rules would change, as far as it is known. */
export interface RulesTrialState {
  readonly effects: readonly SurfaceRulesEffect[];
  readonly frozenDays: readonly string[];
  readonly people: number;
  readonly isWhole: boolean;
}

/** Tries a draft on everybody, part by part. It ends early where nobody wants the next part. */
export async function* tryRules(document: unknown): AsyncGenerator<RulesTrialState> {
  const effects: SurfaceRulesEffect[] = [];
  const frozen = new Set<string>();
  for (let after: string | null = ''; after !== null;) {
    const { items, frozenDays, people, next }: SurfaceRulesPreview = await ask<SurfaceRulesPreview>(
      'POST',
      `/phone-systems/rules/preview${after && `?after=${encodeURIComponent(after)}`}`,
      document,
    );
    effects.push(...items);
    for (const day of frozenDays) frozen.add(day);
    // A copy of the last release, which tries everybody at once, tells none.
    after = next ?? null;
    yield { effects: [...effects], frozenDays: [...frozen].sort(), people, isWhole: after === null };
  }
}
