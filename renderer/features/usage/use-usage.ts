import { useSyncExternalStore } from "react";
import {
  addPoint,
  type HostUsage,
  type UsageHistory,
  type UsageLook,
  type UsagePoint,
} from "../../../electron/contract/machine/usage.ts";
import { bridge } from "../../bridge.ts";

const nothing: UsageHistory = { at: null, host: null, machines: {} };
const noPoints: readonly UsagePoint[] = [];

/** The same as main keeps, so that each graph starts with all of it. */
let history = nothing;
const listeners = new Set<() => void>();
let leave: (() => void) | null = null;

function show(next: UsageHistory): void {
  history = next;
  for (const listener of listeners) listener();
}

function add({ at, host, machines }: UsageLook): void {
  const ids = new Set([...Object.keys(history.machines), ...Object.keys(machines)]);
  const grown = [...ids].map(
    (id) => [id, addPoint(history.machines[id] ?? noPoints, machines[id], at)] as const,
  );
  show({ at, host, machines: Object.fromEntries(grown) });
}

/** Follows main while a graph is shown, and takes over what it has recorded before. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (leave === null) {
    const later: UsageLook[] = [];
    let isKnown = false;
    const stop = bridge.on("usage", (look) => {
      if (isKnown) add(look);
      else later.push(look);
    });
    leave = stop;
    void bridge.call("usage.get", undefined).then((answer) => {
      if (leave !== stop) return;
      isKnown = true;
      if (answer.ok) show(answer.value);
      for (const look of later) if (look.at > (history.at ?? 0)) add(look);
    });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    leave?.();
    leave = null;
    history = nothing;
  };
}

/** Returns a running machine's usage of the last minutes, oldest first; a stretch may be missing. */
export function useUsage(id: string): readonly UsagePoint[] {
  return useSyncExternalStore(subscribe, () => history.machines[id] ?? noPoints);
}

/** Returns how busy this computer is; null before the first look. */
export function useHostUsage(): HostUsage | null {
  return useSyncExternalStore(subscribe, () => history.host);
}

/** Returns when the machines were last looked at, the right edge of all graphs; null if never. */
export function useUsageTime(): number | null {
  return useSyncExternalStore(subscribe, () => history.at);
}
