const focusable =
  "button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), a[href], summary";

/** An ancestor of the focused element, and the index of its child on the way there. */
interface Within {
  readonly part: Element;
  readonly index: number;
}

/** Returns the ancestors of an element, innermost first. */
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
 * Moves the focus when the focused element is removed, such as the row of a deleted machine: to the
 * nearest control that is left, or else to the page. The browser would move it to the body.
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
      // Controls outside the page are not neighbours of one inside it.
      if (page === null || part === page || part.contains(page)) break;
      const inPlace = part.children[Math.min(index, part.children.length - 1)];
      const next = firstIn(inPlace) ?? firstIn(part);
      if (next !== undefined) return next.focus();
    }
    page?.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}
