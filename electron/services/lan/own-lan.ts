import { qemuProgram } from "../../adapters/qemu/process.ts";
import { closeOwnNetwork, openOwnNetwork } from "../../adapters/root/open-own-network.ts";
import { findOwnNetwork } from "../../adapters/root/own-network.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import { viaNetOf } from "../../contract/lan/via.ts";
import { routerArguments } from "../../core/machine/router-args.ts";

/** The network of the user's own in which a LAN is kept without root. */
export interface OwnLan {
  /** Returns whether it lives. */
  isOpen(): boolean;
  /** Opens it, unless it lives. */
  open(): Promise<Result<unknown>>;
  /** Ends it with netd and all else in it. */
  close(): Promise<void>;
}

/** The interface by which packets leave it, as those of this computer's own programs do. */
const uplink = "computer";

/** Creates the handle of the one in a runtime folder; nothing is opened yet. */
export function createOwnLan(runtime: string, uid: number): OwnLan {
  return {
    isOpen: () => findOwnNetwork(runtime) !== null,
    open() {
      // The first of the small nets, which are in nobody's use; in there it is the only one.
      const net = viaNetOf(0);
      if (net === null) throw new Error("the first of all nets is one");
      return openOwnNetwork({
        ...{ runtime, uid, net, device: uplink },
        stack: (switchFolder, qmp) => [
          ...[qemuProgram, ...routerArguments(switchFolder, net)],
          ...["-qmp", `unix:${qmp},server=on,wait=off`],
        ],
      });
    },
    close: () => closeOwnNetwork(runtime),
  };
}
