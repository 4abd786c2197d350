import type { DesiredLan } from "../../contract/lan/netd.ts";
import type { LanObserved } from "../../core/lan/plan/operations.ts";
import { chooseRouting, isOwnRule } from "../../core/lan/plan/own-routing.ts";
import type { LanStateFile, OwnRouting } from "../../core/lan/plan/state-file.ts";

/** More moves to the front than this in so many milliseconds are a fight with another program. */
const mostMoves = 6;
const fightMs = 60_000;
const longestRestMs = 3_600_000;

/** Chooses where our rules stand among those of others. */
export interface RuleFront {
  /** Returns priorities and tables for a desired state. */
  choose(desired: DesiredLan, stateFile: LanStateFile, observed: LanObserved): OwnRouting;
  /** Tries again, because a person asks for it. */
  takeHeart(): void;
}

/**
 * Creates it. Rules of others that land before ours are passed each time, but a program that puts its
 * own in front again and again gets the place: the pauses between two attempts become longer. `now`
 * returns milliseconds that nobody sets.
 */
export function createRuleFront(now = () => performance.now()): RuleFront {
  let moves: readonly number[] = [];
  let restMs = fightMs;
  let restsUntil = 0;

  /** Returns whether a move is one too many, and counts it otherwise. */
  function isTooMany(): boolean {
    const at = now();
    if (at < restsUntil) return true;
    const isOver = at > restsUntil + 10 * fightMs;
    moves = moves.filter((each) => each > at - fightMs);
    if (isOver && moves.length === 0) restMs = fightMs;
    if (moves.length >= mostMoves) {
      restsUntil = at + restMs;
      restMs = Math.min(2 * restMs, longestRestMs);
      return true;
    }
    moves = [...moves, at];
    return false;
  }

  return {
    choose(desired, stateFile, observed) {
      const chosen = chooseRouting(desired, stateFile, observed);
      const isThere = observed.rules.some((rule) => isOwnRule(rule, stateFile));
      const isForward = chosen.priority < stateFile.routing.priority && isThere;
      return isForward && isTooMany() ? chooseRouting(desired, stateFile, observed, true) : chosen;
    },
    takeHeart() {
      moves = [];
      restMs = fightMs;
      restsUntil = 0;
    },
  };
}
