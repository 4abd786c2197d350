import { awaitChanges } from "../../../adapters/files/folder-watch.ts";
import type { Paths } from "../../../adapters/files/paths.ts";
import { connectQmp, type QmpClient } from "../../../adapters/qemu/qmp-client.ts";
import {
  type MachineRuntime,
  machineRuntime,
  runningMachines,
  touchedMachines,
} from "../../../adapters/qemu/runtime.ts";
import { readShareRecords } from "../../../adapters/share/share-records.ts";
import { readMachines } from "../../../adapters/store/machine-store.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { bringShares, mayPass } from "./bring.ts";

/** A guest that boots is asked again after so long, in ms. */
const guestMs = 2000;
/**
 * A guest that answers, but mounts or lets in too late, is asked so often more after a boot, after twice as long each
 * time: then it is not the boot.
 */
const mostTries = 6;
/** The interval of looks without an event: a QEMU that another program killed. */
const recheckMs = 30_000;

/** One running machine with shared folders. */
interface Case {
  /** Tells of each boot of the guest; null until QEMU accepts the connection. */
  link: QmpClient | null;
  isBusy: boolean;
  /** The guest has booted since its folders were mounted. */
  isReset: boolean;
  /** How often it was too late since the last boot. */
  tries: number;
  /** When the guest is asked again, ms since the epoch; 0: at once; null: when something happens. */
  next: number | null;
}

/**
 * Mounts the shared folders of all machines that run, after each boot of their guests, and ends what
 * served machines that do not run any more. Returns the function that ends the care.
 */
export function keepShares(parts: MachinesParts): () => void {
  const { paths } = parts;
  const cases = new Map<string, Case>();
  const changes = awaitChanges(recheckMs);
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;

  const wakeIn = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(changes.tell, ms);
    timer.unref();
  };

  async function attend(id: string, found: Case): Promise<void> {
    const { isReset } = found;
    found.isBusy = true;
    found.next = null;
    found.isReset = false;
    const brought = await bringShares(parts, id, { isReset });
    found.isBusy = false;
    // A guest that boots answers soon; what else is wrong is wrong until somebody mends it.
    const isSilent = !brought.ok && brought.error.code === "share-guest-silent";
    const isLate = !brought.ok && !isSilent && mayPass(brought.error) && found.tries < mostTries;
    if (!isSilent && !isLate) found.tries = 0;
    if (isSilent || isLate || found.isReset) {
      found.isReset ||= isReset && isSilent;
      const pause = isLate ? guestMs * 2 ** found.tries : guestMs;
      if (isLate) found.tries += 1;
      found.next = Date.now() + pause;
      wakeIn(pause);
    }
  }

  async function look(): Promise<void> {
    const [running, touched] = [await runningMachines(paths), await touchedMachines(paths)];
    changes.follow([paths.runtime, ...[...touched].map((id) => machineRuntime(paths, id).folder)]);
    const sharing = await machinesWithShares(paths, running);
    for (const [id, found] of cases) {
      if (sharing.has(id)) continue;
      cases.delete(id);
      found.link?.close();
      void bringShares(parts, id);
    }
    for (const id of sharing) {
      const found = cases.get(id) ?? {
        link: null,
        isBusy: false,
        isReset: false,
        tries: 0,
        next: 0,
      };
      cases.set(id, found);
      if (found.link === null) await follow(machineRuntime(paths, id), found, changes.tell);
      if (!found.isBusy && found.next !== null && found.next <= Date.now()) void attend(id, found);
    }
  }

  void (async () => {
    while (!isOver) {
      await look().catch(() => {});
      await changes.next();
    }
  })();
  return () => {
    isOver = true;
    clearTimeout(timer);
    changes.close();
    changes.tell();
    for (const { link } of cases.values()) link?.close();
  };
}

/** Connects to a machine; each boot of its guest is told. */
async function follow({ qemu }: MachineRuntime, found: Case, tell: () => void): Promise<void> {
  const connected = await connectQmp(qemu.keepQmp, {
    onEvent: ({ name }) => {
      if (name !== "RESET") return;
      found.isReset = true;
      found.tries = 0;
      found.next = Date.now() + guestMs;
      setTimeout(tell, guestMs).unref();
    },
    onClose: () => {
      found.link = null;
      tell();
    },
  });
  if (connected.ok) found.link = connected.value;
}

/** Returns those of some machines that have shared folders, or had some that are still mounted. */
async function machinesWithShares(
  paths: Paths,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const stored = await readMachines(paths.machines);
  const wished = new Set(
    (stored.ok ? stored.value.machines : []).filter((each) => each.shares).map(({ id }) => id),
  );
  const found = new Set<string>();
  for (const id of ids) {
    const { folder } = machineRuntime(paths, id);
    if (wished.has(id) || (await readShareRecords(folder)) !== null) found.add(id);
  }
  return found;
}
