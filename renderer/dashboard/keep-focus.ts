const focusable =
  "button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), a[href], summary";

/** A part of the page that the focus was within, and which of its children led there. */
interface Within {
  readonly part: Element;
  readonly index: number;
}

/** From the inside out. */
function pathTo(element: Element): readonly Within[] {
  const { parentElement: part } = element;
  return part === null
    ? []
    : [{ part, index: [...part.children].indexOf(element) }, ...pathTo(part)];
}

function firstIn(part: Element | undefined): HTMLElement | undefined {
  if (part === undefined) return undefined;
  return [
    ...(part.matches(focusable) ? [part] : []),
    ...part.querySelectorAll<HTMLElement>(focusable),
  ].find((each): each is HTMLElement => each instanceof HTMLElement && each.checkVisibility());
}

/**
 * Whoever has the focus may be taken away: a row that is deleted, a form that is done, a page that
 * is left. The browser then gives it to nobody. From now on it goes to what stands in that place, or
 * nearest to it; with all of the page gone, to the page as a whole.
 */
export function keepFocus(): void {
  let last: Element | null = null;
  let path: readonly Within[] = [];
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof Element)) return;
    last = target;
    path = pathTo(target);
  });
  new MutationObserver(() => {
    if (last === null || last.isConnected || document.activeElement !== document.body) return;
    const page = document.querySelector<HTMLElement>("main");
    for (const { part, index } of path) {
      if (!part.isConnected) continue;
      // What lies around the page is no neighbour of what was in it.
      if (page === null || part === page || part.contains(page)) break;
      const inPlace = part.children[Math.min(index, part.children.length - 1)];
      const next = firstIn(inPlace) ?? firstIn(part);
      if (next !== undefined) return next.focus();
    }
    page?.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}
