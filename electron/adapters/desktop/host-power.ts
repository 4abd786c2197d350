import { type ChildProcess, spawn } from "node:child_process";
import type { MessageBus } from "@homebridge/dbus-native";
import { connectToBus } from "./bus-connection.ts";

/** What is done before the computer sleeps or goes down, and after it has slept. */
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

/** How long logind waits for those who ask for a delay, unless it says otherwise, in ms. */
const usualDelayMs = 5000;

/** The socket of the system bus (D-Bus specification, "System message bus"). */
export const systemBusSocket = "/run/dbus/system_bus_socket";

/**
 * Follows logind's word that the computer is about to sleep or go down, and has it wait until our
 * work is done. Without logind it does nothing. Gives the function that ends it.
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
    // Taken back: the computer stays up.
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
 * logind hands a lock out as an open file, which Node cannot receive; so its own program holds it,
 * for as long as what it runs waits for the end of its input, which ends with us at the latest.
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
  // Without it the computer does not wait, but is followed all the same.
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
