import { queryStatus } from "../../../adapters/qemu/ask-status.ts";
import { connectQmp, type QmpClient, type QmpEvent } from "../../../adapters/qemu/qmp-client.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";

/**
 * Events after which the shown state may differ (qapi/run-state.json, block-core.json). Others,
 * such as an opened console, need no reading.
 */
const telling: ReadonlySet<string> = new Set([
  "RESUME",
  "STOP",
  "POWERDOWN",
  "RESET",
  "SHUTDOWN",
  "SUSPEND",
  "WAKEUP",
  "WATCHDOG",
  "GUEST_PANICKED",
  "BLOCK_IO_ERROR",
]);

/** The app's lasting QMP connections, one for each running machine. */
export interface MachineLinks {
  /** Connects to new machines, and drops those that are not named. */
  follow(running: ReadonlyMap<string, MachineRuntime>): void;
  /** Asks `query-status` over the lasting connection; undefined if the machine has none. */
  status(id: string, timeoutMs: number): Promise<string | null> | undefined;
  close(): void;
}

/**
 * Opens no connection yet. `happened` receives each telling event, and `OPEN` and `END` of a link.
 */
export function createMachineLinks(happened: (id: string, event: QmpEvent) => void): MachineLinks {
  const links = new Map<string, { client: QmpClient | null }>();

  async function open(id: string, runtime: MachineRuntime): Promise<void> {
    const link: { client: QmpClient | null } = { client: null };
    links.set(id, link);
    const connected = await connectQmp(runtime.qemu.appQmp, {
      onEvent: (event) => {
        if (telling.has(event.name)) happened(id, event);
      },
      onClose: () => {
        if (links.get(id) === link) links.delete(id);
        happened(id, { name: "END", data: null });
      },
    });
    if (links.get(id) !== link) {
      if (connected.ok) connected.value.close();
    } else if (connected.ok) {
      link.client = connected.value;
      happened(id, { name: "OPEN", data: null });
    } else {
      // QMP is not up yet, or another app has it: the next look tries again.
      links.delete(id);
    }
  }

  function drop(id: string): void {
    const link = links.get(id);
    links.delete(id);
    link?.client?.close();
  }

  return {
    follow(running) {
      for (const id of [...links.keys()]) if (!running.has(id)) drop(id);
      for (const [id, runtime] of running) if (!links.has(id)) void open(id, runtime);
    },
    status(id, timeoutMs) {
      const client = links.get(id)?.client;
      return client == null ? undefined : queryStatus(client, timeoutMs);
    },
    close() {
      for (const id of [...links.keys()]) drop(id);
    },
  };
}
