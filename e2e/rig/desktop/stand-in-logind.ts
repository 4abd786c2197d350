import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { endChild } from "../end-child.ts";
import { until } from "../until.ts";
import { startSystemBus, systemBusSocket } from "./system-bus.ts";

/** A system bus with the test's own services only. */
const config = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${systemBusSocket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow own="*"/><allow send_destination="*"/><allow eavesdrop="true"/>
  </policy>
</busconfig>
`;

/** logind as far as programs that ask it for a delay use it, on a real system bus. */
export interface StandInLogind {
  /** The number of locks that are held now. */
  locks(): number;
  /** Its output, line by line. */
  said(): readonly string[];
  /** Announces sleep or shutdown, and waits until all locks are released. */
  announce(what: "sleep" | "shutdown"): Promise<void>;
  wake(): void;
  close(): Promise<void>;
}

/** Starts it, inside the sandbox. It reports a delay of `delaySeconds` for holders of a lock. */
export async function startStandInLogind(delaySeconds = 4): Promise<StandInLogind> {
  if (process.env["VIRTRAY_SANDBOX"] !== "1") throw new Error("this needs build/sandbox.mjs");
  const folder = dirname(systemBusSocket);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "test-bus.conf");
  writeFileSync(file, config);
  const bus = await startSystemBus({ config: file });
  const lines: string[] = [];
  const logind: ChildProcess = spawn(
    "/usr/bin/python3",
    [join(import.meta.dirname, "stand-in-logind.py"), String(delaySeconds)],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  if (logind.stdout === null) throw new Error("its output is not read");
  createInterface(logind.stdout).on("line", (line) => lines.push(line));
  await until("the stand-in for logind", () => lines.includes("ready"));
  const count = (word: string) => lines.filter((line) => line.startsWith(word)).length;
  const locks = () => count("taken") - count("released");
  return {
    locks,
    said: () => lines,
    async announce(what) {
      logind.stdin?.write(`${what}\n`);
      await until(`the locks to be let go before ${what}`, () => locks() === 0, delaySeconds + 6);
    },
    wake: () => void logind.stdin?.write("wake\n"),
    async close() {
      await endChild(logind);
      await endChild(bus.child);
    },
  };
}
