/** The help of the command in another language than that of the program's source. */
export interface HelpWords {
  /** Headings, descriptions and values, by the English ones. */
  readonly texts: Readonly<Record<string, string>>;
  /** The words for what a person puts in a place, such as `<file>`. */
  readonly places: Readonly<Record<string, string>>;
  readonly choices: string;
  readonly standard: string;
  /** The value of an option that is given without one. */
  readonly preset: string;
  /** The end of the general help: the steps to a first machine. */
  readonly firstSteps: string;
}
