/**
 * Compares texts; numbers within them count as numbers: node-2 comes before node-10, .9 before .10.
 */
export const { compare: compareNaturally } = new Intl.Collator("en", { numeric: true });
