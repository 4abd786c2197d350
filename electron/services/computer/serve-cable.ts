import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { plugStreamsIn } from "../../adapters/computer/far-end.ts";
import { lockHolder, withLock } from "../../adapters/files/file-lock.ts";
import { makeRuntime, type Paths } from "../../adapters/files/paths.ts";
import { signalProcess } from "../../adapters/process/process-identity.ts";
import { startRouter } from "../../adapters/qemu/router.ts";
import { startJoinedSwitch } from "../../adapters/switch/joined-switch.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { CableAnswer } from "../../contract/computer/cable.ts";
import { serveProtocol } from "../../contract/computer/serve.ts";
import { appError, ok } from "../../contract/errors/app-error.ts";
import type { ViaNet } from "../../contract/lan/via.ts";

export interface ServeCableParts {
  readonly version: string;
  readonly uid: number;
  readonly paths: Paths;
  readonly vdeSwitch: Pick<VdeSwitch, "ports">;
  /** Plugs the running machines into the present switch. */
  readonly plugAll: () => Promise<void>;
  /** Tells the other end on the standard error: the other streams carry frames. */
  readonly tell: (line: string) => void;
}

/** How often a former cable of the same computer's is asked to make room, with 20 ms in between. */
const mostTries = 250;

/**
 * Has the packets of another computer's LAN leave by this one, from a cable on our standard streams for as
 * long as that lasts. Nothing here joins that LAN: the cable ends at a router of its own.
 */
export function serveUplink(
  parts: Omit<ServeCableParts, "vdeSwitch" | "plugAll">,
  key: string,
  net: ViaNet,
): Promise<void> {
  const short = key.slice(0, 8);
  return serveOnce(parts, { lock: `uplink-${short}.lock`, key }, (tell) =>
    route(parts, join(parts.paths.runtime, `uplink-${short}`), net, tell),
  );
}

/**
 * Lets another computer's cable, on our standard streams, into a switch of this computer's machines for
 * as long as it lasts. There is one at a time, and none while this computer has a LAN of its own:
 * a second way between two switches would send each frame round for ever.
 */
export function serveCable(parts: ServeCableParts, key: string): Promise<void> {
  return serveOnce(parts, { lock: "cable.lock", key }, (tell) => carry(parts, tell));
}

type Tell = (cable: CableAnswer) => void;

/** Does the work of a cable while no other cable has its lock. */
async function serveOnce(
  parts: Pick<ServeCableParts, "version" | "uid" | "paths" | "tell">,
  { lock: name, key }: { readonly lock: string; readonly key: string },
  work: (tell: Tell) => Promise<void>,
): Promise<void> {
  const { version, uid, paths } = parts;
  const tell: Tell = (cable) =>
    parts.tell(JSON.stringify({ virtray: version, protocol: serveProtocol, cable }));
  if (!makeRuntime(paths, uid).ok) {
    tell("failed");
    return;
  }
  const lock = join(paths.runtime, name);
  const purpose = `cable ${key}`;
  const busy = () => appError("computer-joined", { name: "" });
  for (let tries = 0; tries < mostTries; tries += 1) {
    const held = await withLock(lock, purpose, 0, busy, async () => {
      await work(tell);
      return ok(undefined);
    });
    if (held.ok || held.error.code !== "computer-joined") return;
    const former = await lockHolder(lock);
    if (former !== null && former.purpose !== purpose) break;
    // The same computer has come again: its former cable leads nowhere any more.
    if (former !== null) await signalProcess(former, "SIGKILL");
    await delay(20);
  }
  tell("joined");
}

/** Carries packets between the cable and a router, which is all that its switch has. */
async function route(
  { uid }: Pick<ServeCableParts, "uid">,
  folder: string,
  net: ViaNet,
  tell: Tell,
): Promise<void> {
  const joined = await startJoinedSwitch(folder, uid);
  const router = joined === null ? null : await startRouter(joined.socketFolder, net, joined.ports);
  if (joined !== null && router !== null) {
    tell("plugged");
    await Promise.race([plugStreamsIn(joined.socketFolder), joined.ended, router.ended]);
  } else tell("failed");
  router?.stop();
  joined?.stop();
}

async function carry(parts: ServeCableParts, tell: Tell): Promise<void> {
  const { vdeSwitch, paths, uid } = parts;
  if (!(await isFree(vdeSwitch))) {
    tell("lan-on");
    return;
  }
  const joined = await startJoinedSwitch(paths.switchFolder, uid);
  if (joined === null) {
    tell("failed");
    return;
  }
  tell("plugged");
  const plugging = parts.plugAll();
  await Promise.race([plugStreamsIn(joined.socketFolder), joined.ended]);
  joined.stop();
  await plugging;
}

/** Returns whether no switch lives; one that has just been killed takes a moment to go. */
async function isFree(vdeSwitch: Pick<VdeSwitch, "ports">): Promise<boolean> {
  for (let tries = 0; tries < 10; tries += 1) {
    const ports = await vdeSwitch.ports();
    if (ports === null) return true;
    if (ports.some(({ tap }) => tap !== null)) return false;
    await delay(50);
  }
  return false;
}
