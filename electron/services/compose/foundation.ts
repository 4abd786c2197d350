import { type Paths, pathsFrom } from "../../adapters/files/paths.ts";
import type { NetdTalk } from "../../adapters/root/netd-client.ts";
import { lanFolder } from "../../adapters/root/netd-folder.ts";
import { findOwnNetwork } from "../../adapters/root/own-network.ts";
import { createSettingsPort, type SettingsStore } from "../../adapters/store/settings-store.ts";
import { createVdeSwitch, type VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { Environment } from "../base/environment.ts";

/** The adapters of one user that most services share. */
export interface Foundation {
  readonly env: Environment;
  readonly uid: number;
  readonly paths: Paths;
  readonly settings: SettingsStore;
  readonly vdeSwitch: VdeSwitch;
  /** Returns the folder of the files of the netd that keeps the LAN. */
  readonly lanFolder: () => string;
  /** Connects to a running netd, and never starts one. */
  readonly netd: NetdTalk;
}

/** Derives the shared adapters from the environment, once in a process. It reads nothing yet. */
export function createFoundation(env: Environment): Foundation {
  const uid = process.getuid?.() ?? 0;
  const paths = pathsFrom(env, uid);
  const settings = createSettingsPort(paths.settingsFile);
  // Such a group exists in this computer's network only, not in one of the user's own.
  const shareGroup = async () =>
    findOwnNetwork(paths.runtime) === null && (await settings.read()).shareLan ? "kvm" : null;
  const folder = () => lanFolder(uid);
  return {
    ...{ env, uid, paths, settings },
    vdeSwitch: createVdeSwitch(paths.switchFolder, uid, shareGroup),
    lanFolder: folder,
    netd: talkLater(folder),
  };
}

/** Loads what talks to netd once there is something to say: most lists of machines ask it nothing. */
function talkLater(folder: () => string): NetdTalk {
  const load = async () => (await import("../../adapters/root/netd-client.ts")).talkToNetd(folder);
  return {
    status: async (timeoutMs) => (await load()).status(timeoutMs),
    tell: async (request) => (await load()).tell(request),
    stateFile: async () => (await load()).stateFile(),
  };
}
