import { useSyncExternalStore } from "react";

/** The key of the one explanation that is open in this window; null if none is. */
let open: string | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens the explanation or form of a key, also from another page. */
export function openOne(key: string | null): void {
  open = key;
  for (const listener of listeners) listener();
}

/**
 * Returns whether the explanation of a key is open, and a function that opens or closes it. One is
 * open at a time, so that they never push everything else out of a small window.
 */
export function useOneOpen(key: string): readonly [boolean, (isOpen: boolean) => void] {
  const isOpen = useSyncExternalStore(subscribe, () => open === key);
  return [
    isOpen,
    (wanted) => {
      if (wanted) openOne(key);
      else if (open === key) openOne(null);
    },
  ];
}
