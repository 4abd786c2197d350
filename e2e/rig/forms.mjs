/**
 * Tests that try many cases have two forms: `npm run test:long` tries all, `npm test` every few of them,
 * so that it ends within half an hour.
 */

/** Whether all cases are tried. */
export const isLongForm = process.env["VIRTRAY_TESTS"] === "long";

/**
 * Whether machines have fast cables in tests that leave it open: `npm run test:long` runs those of the LAN
 * once with each kind.
 */
export const hasFastCables = process.env["VIRTRAY_CABLES"] === "fast";

/**
 * Returns the cases to try: all in the long form, in the short one the first of each `every`.
 * @template T
 * @param {readonly T[]} all
 * @param {number} every
 * @returns {readonly T[]}
 */
export function casesToTry(all, every) {
  return isLongForm ? all : all.filter((_, index) => index % every === 0);
}

/**
 * Returns the step from one moment of a loop to the next: 1 in the long form.
 * @param {number} short
 */
export function stepToTry(short) {
  return isLongForm ? 1 : short;
}
