/**
 * Moves the focus by keys: up and down between rows, left and right between a row's buttons, Home and
 * End to the first and last row. Returns whether the key was one of these.
 */
export function moveFocus(key: string): boolean {
  const focused = document.activeElement;
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")].filter(
    (row) => row.closest("[hidden]") === null,
  );
  const row = focused?.closest(".row") ?? null;
  const inRow = rows.findIndex((candidate) => candidate.closest(".row") === row);
  if (key === "ArrowDown" || key === "ArrowUp") {
    const step = key === "ArrowDown" ? 1 : -1;
    // Down leads from the search field to the first machine, from elsewhere to the first row.
    const first = focused instanceof HTMLInputElement ? rows.findIndex(isMachine) : 0;
    const outside = step === 1 ? first : rows.length - 1;
    rows[inRow === -1 ? outside : inRow + step]?.focus();
    return true;
  }
  // In a text field, Home and End move the cursor.
  if ((key === "Home" || key === "End") && !(focused instanceof HTMLInputElement)) {
    rows.at(key === "Home" ? 0 : -1)?.focus();
    return true;
  }
  if ((key === "ArrowLeft" || key === "ArrowRight") && row !== null) {
    const parts = [...row.querySelectorAll<HTMLElement>("button:not(:disabled)")];
    const at = focused instanceof HTMLElement ? parts.indexOf(focused) : -1;
    parts[at + (key === "ArrowRight" ? 1 : -1)]?.focus();
    return true;
  }
  return false;
}

function isMachine(row: HTMLElement): boolean {
  return row.closest(".machine") !== null;
}
