import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import { endChild } from "../end-child.ts";
import { until } from "../until.ts";

/** The default address of the system bus. */
export const systemBusSocket = "/run/dbus/system_bus_socket";

/** A program on the sandbox's system bus, and its last output. */
export interface BusProgram {
  readonly child: ChildProcess;
  /** Rejects, with the program's stderr, once it has ended. */
  readonly ended: Promise<never>;
}

/**
 * Starts a system bus inside the sandbox and waits until it listens. `config` is the file it reads
 * instead of Debian's; `before` are the words that put a command into another mount namespace.
 */
export async function startSystemBus({
  config,
  before = [],
}: {
  readonly config?: string;
  readonly before?: readonly string[];
} = {}): Promise<BusProgram> {
  if (process.env["VIRTRAY_SANDBOX"] !== "1") throw new Error("this needs build/sandbox.mjs");
  mkdirSync("/run/dbus", { recursive: true });
  // A former bus leaves its socket: waiting for the file alone would find a bus that has ended.
  rmSync(systemBusSocket, { force: true });
  const which = config === undefined ? "--system" : `--config-file=${config}`;
  const bus = start([
    ...before,
    "dbus-daemon",
    which,
    "--nofork",
    "--nopidfile",
    "--print-address",
  ]);
  // It prints its address once it listens (dbus-daemon(1), --print-address).
  const listens = new Promise<void>((resolve) => bus.child.stdout?.once("data", () => resolve()));
  return whenReady(bus, listens);
}

/** Starts the system's polkit on that bus, and waits until it accepts requests. */
export async function startPolkitd(before: readonly string[] = []): Promise<BusProgram> {
  const polkitd = start([...before, "/usr/lib/polkit-1/polkitd", "--no-debug"]);
  const asks = [
    ...["dbus-send", "--system", "--print-reply", "--dest=org.freedesktop.DBus", "/"],
    ...["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.PolicyKit1"],
  ];
  const isThere = async () => {
    const [program = "", ...args] = [...before, ...asks];
    return (await execa(program, args, { reject: false })).stdout.includes("boolean true");
  };
  return whenReady(polkitd, until("polkit on the system bus", isThere));
}

/** Returns a program once it is ready, and ends one that does not become ready. */
async function whenReady(program: BusProgram, ready: Promise<unknown>): Promise<BusProgram> {
  try {
    await Promise.race([ready, program.ended]);
    return program;
  } catch (error) {
    await endChild(program.child);
    throw error;
  }
}

function start([program = "", ...args]: readonly string[]): BusProgram {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const words = text(child.stderr);
  child.stdout.resume();
  const ended = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      void words.then((said) =>
        reject(new Error(`${program} ended (${code ?? signal}): ${said.trim()}`)),
      );
    });
  });
  // A program that ends with the test must cause no unhandled rejection.
  ended.catch(() => undefined);
  return { child, ended };
}
