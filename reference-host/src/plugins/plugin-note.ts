/** What an administrator should know of a phone system that is installed and cannot be connected. */
export interface PluginNote {
  readonly key: string;
  readonly displayName: string;
  readonly state: 'disabled' | 'incompatible' | 'settings missing';
  /** What it lacks, in a sentence. */
  readonly why: string;
}
