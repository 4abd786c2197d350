import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { makePrivateFolder } from "../files/paths.ts";
import { createVdeSwitch, type VdeSwitch } from "./vde-switch.ts";

/** A switch that lives as long as a cable: without a tap for machines, or with that of an uplink. */
export interface JoinedSwitch {
  readonly socketFolder: string;
  /** Returns its ports that are in use; null once it has ended. */
  readonly ports: VdeSwitch["ports"];
  /** Resolves once it has ended. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** The time in ms that it has to answer, on a busy computer. */
const startMs = 5000;
/** As many as a LAN's own switch has. */
const switchPorts = "256";

/**
 * Starts one in a folder, where machines may look for the LAN's; it ends with this process, however that
 * ends. Null: it could not be started. The caller has made sure that no switch lives there.
 */
export async function startJoinedSwitch(
  folder: string,
  uid: number,
  tap: string | null = null,
): Promise<JoinedSwitch | null> {
  const lan = createVdeSwitch(folder, uid);
  if (!makePrivateFolder(folder, uid).ok) return null;
  const management = join(folder, "lan.mgmt");
  // Files of an earlier switch make the start fail.
  for (const path of [management, lan.socketFolder])
    await rm(path, { recursive: true, force: true });
  const args = ["-s", lan.socketFolder, "-m", "600", "-M", management, "--mgmtmode", "600"];
  // Its console is its standard input, whose end ends it, too.
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "vde_switch", ...args, "-n", switchPorts],
      ...(tap === null ? [] : ["-tap", tap]),
    ],
    { stdio: ["pipe", "ignore", "ignore"] },
  );
  child.stdin.on("error", () => {});
  let isOver = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true;
      resolve();
    };
    child.once("error", end).once("exit", end);
  });
  const deadline = Date.now() + startMs;
  while (!isOver && Date.now() < deadline) {
    const ports = await lan.ports();
    if (ports !== null) {
      // It serves also where the tap could not be opened.
      if (tap !== null && !ports.some((port) => port.tap === tap)) break;
      return {
        socketFolder: lan.socketFolder,
        ports: lan.ports,
        ended,
        stop: () => void child.kill("SIGKILL"),
      };
    }
    await delay(20);
  }
  child.kill("SIGKILL");
  return null;
}
