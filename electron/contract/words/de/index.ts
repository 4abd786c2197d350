import { de } from "./german.ts";

/** The catalogue under a name that is the same in each language, for pages that load it by the language. */
export const words = de;
