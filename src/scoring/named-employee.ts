/** A person as an answer names them. */
export interface NamedEmployee {
  readonly id: string;
  readonly name: string;
}

/** Stands for the name of whoever is in the directory no longer. */
export const SOMEBODY_GONE = 'Somebody who is no longer in the directory';
