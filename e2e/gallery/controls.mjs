/** Checks that the controls of a page can be reached in little room and by keys alone. */

/** The limit of key presses; no page has so many controls. */
const mostPresses = 200;

/** The elements that Tab can stop at. */
const stops = "button, input, select, textarea, a, summary, [role=slider], hr[tabindex]";

/**
 * Returns a line for each control that is cut off and cannot be scrolled to, or that lies under
 * another one; empty if all can be reached.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<readonly string[]>}
 */
export function findLostControls(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll("button, input, select, textarea, a, summary")];
    // Skip controls in a closed part, behind a dialog, or without a box.
    const open = document.querySelector("dialog[open]") ?? document.body;
    const controls = all.filter(
      (element) => open.contains(element) && element.checkVisibility({ opacityProperty: true }),
    );
    const name = (/** @type {Element} */ element) =>
      `${element.tagName.toLowerCase()} “${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}”`;
    /** @type {string[]} */
    const lost = [];
    for (const control of controls) {
      control.scrollIntoView({ block: "nearest", inline: "nearest" });
      const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
      // Scrolling stops at whole pixels.
      const isCut = left < -2 || top < -2 || right > innerWidth + 2 || bottom > innerHeight + 2;
      if (isCut && height < innerHeight) lost.push(`${name(control)} is cut off`);
      else if (width < 8 || height < 8) lost.push(`${name(control)} is too small`);
      else {
        const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const other = over?.closest("button, input, select, textarea, a, summary");
        const isLabel = over?.closest("label")?.contains(control) === true;
        if (over !== null && !control.contains(over) && !isLabel && other !== undefined) {
          const what = other === null ? over?.className : name(other);
          if (other !== null && !other?.contains(control)) {
            lost.push(`${name(control)} lies under ${what}`);
          }
        }
      }
    }
    if (document.documentElement.scrollWidth > innerWidth + 1) lost.push("the page is too wide");
    return lost;
  });
}

/**
 * Walks through a page by Tab. Of a group that arrow keys move in, Tab reaches one.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<readonly string[]>} a line for each control that the walk misses, or on which
 *   the focus cannot be seen
 */
export async function walkByTab(page) {
  const reached = new Set();
  /** @type {string[]} */
  const unseen = [];
  for (let press = 0; press < mostPresses; press++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate((selector) => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const all = [...document.querySelectorAll(selector)];
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      const isSeen = outlineStyle !== "none" || boxShadow !== "none";
      return { index: all.indexOf(element), isSeen, name: element.outerHTML.slice(0, 90) };
    }, stops);
    // After the last control, Tab leaves the page or starts over.
    if (here === null || reached.has(here.index)) {
      if (reached.size > 0) break;
      continue;
    }
    reached.add(here.index);
    if (!here.isSeen) unseen.push(`no focus to be seen: ${here.name}`);
  }
  const missed = await page.evaluate(
    ({ indices, selector }) => {
      const all = [...document.querySelectorAll(selector)];
      const walked = indices.map((index) => all[index]);
      const group = "[role=radiogroup], [role=tablist], fieldset";
      return all
        .filter((element) => !walked.includes(element) && !element.matches(":disabled"))
        .filter((element) => element.checkVisibility())
        .filter((element) => {
          const isRoving = element.matches("[role=radio], [role=tab], [type=radio]");
          const inside = element.closest(group);
          return !(isRoving && walked.some((other) => other && inside?.contains(other)));
        })
        .map((element) => `not reached: ${element.outerHTML.slice(0, 90)}`);
    },
    { indices: /** @type {number[]} */ ([...reached]), selector: stops },
  );
  return [...unseen, ...missed];
}
