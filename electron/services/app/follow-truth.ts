import { appError } from "../../contract/errors/app-error.ts";
import { switchedByItself } from "../../core/uplink/switch-notice.ts";
import { type Follower, follow } from "../base/follow.ts";
import type { Services } from "../base/services.ts";
import { clonesIn, type NetworkTruth, type truthReaders } from "./read-live-state.ts";
import type { ShownState } from "./shown-state.ts";

/** The repeated readings of network, machines and templates. */
export interface TruthFollowers {
  readonly network: Follower;
  readonly machines: Follower;
  open(): void;
  close(): void;
}

/**
 * Creates the followers, and notes changes from now on; they read only once they are open. `shown`
 * is not called before that.
 */
export function followTruth(
  services: Services,
  read: ReturnType<typeof truthReaders>,
  shown: () => ShownState,
): TruthFollowers {
  const trouble = (error: unknown) =>
    shown().notices.add("error", appError("internal", { detail: String(error) }), null);
  const learnNetwork = (found: NetworkTruth) => {
    const { learn, notices, truth } = shown();
    const news = found.lan.status === "on" ? switchedByItself(truth().uplink, found.uplink) : null;
    learn(found);
    if (news !== null) notices.add("info", news, null);
  };
  const network = follow(read.network, learnNetwork, trouble);
  const templates = follow(read.templates, (found) => shown().learn(found), trouble);
  const machines = follow(
    read.machines,
    (found) => {
      const before = clonesIn(shown().truth().machines);
      shown().learn(found);
      if (clonesIn(found.machines) !== before) templates.changed();
    },
    trouble,
  );
  const ends = [
    services.network.watch(network.changed),
    services.machines.watch(machines.changed),
    services.templates.watch(templates.changed),
  ];
  return {
    network,
    machines,
    open() {
      for (const each of [network, machines, templates]) each.open();
    },
    close() {
      for (const end of ends) end();
    },
  };
}
