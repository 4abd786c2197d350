/** A manipulated image, with the list of changes. */
export interface Mutant {
  readonly bytes: Buffer;
  readonly what: string;
}
