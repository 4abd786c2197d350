import { useEffect } from "react";
import { navigate } from "./route.ts";

/** Parts that take all keys themselves: a guest's screen and its serial console. */
const takesKeys = ".console-holder";

/**
 * Handles the keys of the whole window: Ctrl+K, Ctrl+N, Ctrl+F, and Ctrl with the number of a page.
 * @param pages the routes of the pages, in the order of their numbers
 */
export function useKeys(
  pages: readonly Parameters<typeof navigate>[0][],
  openPalette: () => void,
): void {
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      const { key, ctrlKey, altKey, shiftKey, metaKey, target } = event;
      if (!ctrlKey || altKey || shiftKey || metaKey) return;
      if (target instanceof Element && target.closest(takesKeys) !== null) return;
      // Only the dialog on top takes keys.
      if (document.querySelector("dialog[open]") !== null) return;
      const page = /^[1-9]$/.test(key) ? pages[Number(key) - 1] : undefined;
      if (page !== undefined) navigate(page);
      else if (key === "k") openPalette();
      else if (key === "n") navigate({ page: "new-machine" });
      else if (key === "f") focusSearch();
      else return;
      event.preventDefault();
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [pages, openPalette]);
}

/** Focuses the search of the page, or else of the list of machines. */
function focusSearch(): void {
  const search = document.querySelector<HTMLInputElement>("main input[type=search]");
  if (search === null) {
    navigate({ page: "machines" });
    return;
  }
  search.focus();
  search.select();
}
