import { ApiProperty } from '../describing.js';
import type { Capability, Grant, PhoneSystemProvider } from '../../contract/index.js';
import { ConnectionAnswer } from './connection.answer.js';

/** One right that connecting asks for. */
export class ScopeAnswer {
  @ApiProperty({ example: 'calls:list' })
  readonly name: string;

  @ApiProperty({ example: 'To see which calls were made and how long people spoke.' })
  readonly why: string;
}

/** What an administrator types of a phone system that signs nobody in. */
export class KeysAnswer {
  @ApiProperty({ description: 'What the phone system calls the first word.', example: 'API ID' })
  readonly idLabel: string;

  @ApiProperty({ description: 'What it calls the second word, which is secret.', example: 'API token' })
  readonly secretLabel: string;

  @ApiProperty({ example: 'In Acme Phone, open Company → API keys, and add one.' })
  readonly instructions: string;

  @ApiProperty({ format: 'uri', description: 'Where they are made.' })
  readonly keysUrl: string;
}

/** One installed phone system. */
export class PhoneSystemAnswer {
  @ApiProperty({ example: 'dialpad' })
  readonly key: string;

  @ApiProperty({ example: 'Dialpad' })
  readonly displayName: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'A picture as a `data:` address; null where the phone system brings none.',
    example: 'data:image/svg+xml,…',
  })
  readonly icon: string | null;

  @ApiProperty({ format: 'uri' })
  readonly docsUrl: string;

  @ApiProperty({ type: [String], enum: ['webhooks'] })
  readonly capabilities: readonly Capability[];

  @ApiProperty({ type: [ScopeAnswer] })
  readonly scopes: readonly ScopeAnswer[];

  @ApiProperty({
    type: KeysAnswer,
    nullable: true,
    description: 'What to type in order to connect it; null where an administrator signs in at the phone system.',
  })
  readonly keys: KeysAnswer | null;

  @ApiProperty({ type: [String], example: ['Video calls are not shown.'] })
  readonly limitations: readonly string[];

  @ApiProperty({
    description: 'Whether the operator has registered this host with the vendor; else nobody can connect.',
  })
  readonly configured: boolean;

  @ApiProperty({ type: ConnectionAnswer, nullable: true, description: 'Null where there never was one.' })
  readonly connection: ConnectionAnswer | null;
}

/** The drop-down. */
export class PhoneSystemsAnswer {
  @ApiProperty({ type: [PhoneSystemAnswer] })
  readonly items: readonly PhoneSystemAnswer[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: "The key of the tenant's connected phone system.",
    example: 'dialpad',
  })
  readonly selected: string | null;
}

/** An installed provider as it is shown. */
export const phoneSystemAnswer = (
  { descriptor, client }: PhoneSystemProvider,
  icon: string | null,
  capabilities: readonly Capability[],
  connection: ConnectionAnswer | null,
): PhoneSystemAnswer => ({
  key: descriptor.key,
  displayName: descriptor.displayName,
  icon,
  docsUrl: descriptor.docsUrl,
  capabilities,
  scopes: descriptor.grant.scopes.map(({ name, why }) => ({ name, why })),
  keys: keysAnswer(descriptor.grant),
  limitations: descriptor.limitations,
  configured: client !== null,
  connection,
});

function keysAnswer(grant: Grant): KeysAnswer | null {
  if (grant.kind !== 'keys') return null;
  const { idLabel, secretLabel, instructions, keysUrl } = grant;
  return { idLabel, secretLabel, instructions, keysUrl };
}
