import { type ChildProcess, spawn } from "node:child_process";
import type { MessageBus } from "@homebridge/dbus-native";
import { connectToBus } from "./bus-connection.ts";

/** Actions before the computer sleeps or goes down, and after it has slept. */
export interface HostPowerListener {
  readonly beforeSleep: () => Promise<void>;
  readonly afterSleep: () => Promise<void>;
  /** `deadline` (ms since the epoch): the computer waits no longer. */
  readonly beforeShutdown: (deadline: number) => Promise<void>;
}

/** Names of logind (org.freedesktop.login1(5)), which elogind has too. */
const service = "org.freedesktop.login1";
const path = "/org/freedesktop/login1";
const manager = "org.freedesktop.login1.Manager";

/** logind's default time limit for programs that delay a shutdown, in ms. */
const usualDelayMs = 5000;

/** The socket of the system bus (D-Bus specification, "System message bus"). */
export const systemBusSocket = "/run/dbus/system_bus_socket";

/**
 * Follows logind's signals before sleep and shutdown, and delays both until our work is done; does
 * nothing without logind. Returns the function that ends it.
 */
export function watchHostPower(listener: HostPowerListener, socketPath = systemBusSocket) {
  const { bus, socket, follow } = connectToBus(socketPath);
  let inhibitor = takeInhibitor();
  const release = () => {
    inhibitor.stdin?.end();
  };
  socket.once("close", release);

  const hear = (member: string, heard: (begins: boolean) => Promise<void>) =>
    follow(
      { name: service, path, interface: manager, member },
      ([begins]) => void heard(begins === true),
    );
  hear("PrepareForSleep", async (begins) => {
    if (begins) {
      await listener.beforeSleep().catch(() => {});
      release();
    } else {
      inhibitor = takeInhibitor();
      await listener.afterSleep().catch(() => {});
    }
  });
  hear("PrepareForShutdown", async (begins) => {
    // The shutdown was cancelled.
    if (!begins) return;
    const deadline = Date.now() + (await longestDelay(bus));
    await listener.beforeShutdown(deadline).catch(() => {});
    release();
  });
  return () => {
    release();
    socket.destroy();
  };
}

/**
 * Takes logind's lock, an open file that Node cannot receive, by its own program. It holds the lock
 * while its child waits for the end of its input, which ends with this process at the latest.
 */
function takeInhibitor(): ChildProcess {
  const child = spawn(
    "systemd-inhibit",
    [
      ...["--what=sleep:shutdown", "--mode=delay", "--who=Virtray"],
      ...["--why=Virtual machines are paused or powered down", "cat"],
    ],
    { stdio: ["pipe", "ignore", "ignore"] },
  );
  // Without it the computer does not wait, but its signals are followed.
  child.on("error", () => {});
  child.stdin?.on("error", () => {});
  return child;
}

function longestDelay(bus: MessageBus): Promise<number> {
  return new Promise((resolve) => {
    bus.invokeDbus(
      {
        destination: service,
        path,
        interface: "org.freedesktop.DBus.Properties",
        member: "Get",
        signature: "ss",
        body: [manager, "InhibitDelayMaxUSec"],
      },
      (error, variant) => {
        // The library gives a variant as [[signature tree], [value]].
        const microseconds = Number(Array.isArray(variant) ? variant[1]?.[0] : Number.NaN);
        resolve(error === null && microseconds > 0 ? microseconds / 1000 : usualDelayMs);
      },
    );
  });
}
