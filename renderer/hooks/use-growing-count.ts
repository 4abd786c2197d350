import { type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

/** So many rows fill a common screen, and are laid out within half a frame; where more fit, more follow. */
const step = 32;

/** A number of rows that grows as the user scrolls to their end. */
interface GrowingCount {
  readonly count: number;
  /** Marks the element after the last row, whose sight makes the count grow. */
  readonly end: RefObject<HTMLLIElement | null>;
  /** Shows all rows at once, before it returns: a key leads to one that is not there yet. */
  readonly showAll: () => void;
}

/**
 * Limits a long list to the rows that can be seen: a key in its filter may bring hundreds, and laying them out
 * takes too long. The count begins anew when `key` changes; `total` is the number of rows that there are.
 */
export function useGrowingCount(key: string, total: number): GrowingCount {
  const [grown, setGrown] = useState({ key, count: step });
  const end = useRef<HTMLLIElement>(null);
  const count = grown.key === key ? grown.count : step;
  useEffect(() => {
    const element = end.current;
    if (element === null || count >= total) return;
    const watch = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting))
        setGrown({ key, count: count + step });
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [key, count, total]);
  const showAll = () => {
    if (count < total) flushSync(() => setGrown({ key, count: total }));
  };
  return { count, end, showAll };
}
