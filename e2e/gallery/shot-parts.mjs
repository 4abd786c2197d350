/** Types and functions that shots are made of. */

/**
 * @typedef {object} Shot
 * @property {string} name
 * @property {"popover" | "dashboard"} page
 * @property {string} state one of states/states.mjs
 * @property {"light" | "dark"} [theme]
 * @property {"en" | "de"} [language]
 * @property {string} [hash] where in the dashboard
 * @property {[number, number]} [size]
 * @property {Record<string, unknown>} [answers] those that differ from answers.mjs, by channel;
 *   null if it is never answered
 * @property {boolean} [hasTraffic] whether anything goes through the LAN
 * @property {(page: import("playwright-core").Page) => Promise<void>} [act]
 */

/**
 * Returns the id of a state's machine.
 * @param {number} number
 */
export function id(number) {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/**
 * Makes a shot of the dashboard.
 * @param {string} name
 * @param {string} state
 * @param {string} hash
 * @param {Partial<Shot>} [more]
 * @returns {Shot}
 */
export function dashboard(name, state, hash, more = {}) {
  return { name, page: "dashboard", state, hash, ...more };
}

/** The size of a window on a large screen. */
export const wide = /** @type {[number, number]} */ ([1280, 800]);
