import { useSyncExternalStore } from "react";
import type { Result } from "../../electron/contract/errors/app-error.ts";

/** As long as main offers to undo a choice, in ms. */
const offeredFor = 10_000;

/** Something that was done in this window, and how it is undone. */
export interface UndoOffer {
  readonly id: number;
  /** The action to undo, as a sentence. */
  readonly text: string;
  readonly undo: () => Promise<Result<unknown>>;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

let offers: readonly UndoOffer[] = [];
let count = 0;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function show(next: readonly UndoOffer[]): void {
  offers = next;
  for (const listener of listeners) listener();
}

/** Offers for ten seconds to undo what was done. */
export function offerUndo(text: string, undo: UndoOffer["undo"]): void {
  count += 1;
  const id = count;
  show([...offers, { id, text, undo, until: Date.now() + offeredFor }]);
  setTimeout(() => withdraw(id), offeredFor);
}

/** Ends an offer, because it was taken or is outdated. */
export function withdraw(id: number): void {
  show(offers.filter((offer) => offer.id !== id));
}

/** Returns the present offers, oldest first. */
export function useUndoOffers(): readonly UndoOffer[] {
  return useSyncExternalStore(subscribe, () => offers);
}
