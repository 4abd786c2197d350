import { spawn } from "node:child_process";
import { once } from "node:events";
import type { RealApp } from "./real-app.ts";

/** The delays of a program's turns, in ms, over the measured time. */
export interface LoopDelay {
  readonly p99: number;
  readonly most: number;
}

/** Measures the delay of the app's main process from now on; returns the function that ends it. */
export async function measureMainLoop({ electron }: RealApp): Promise<() => Promise<LoopDelay>> {
  await electron.evaluate(() => {
    const delay = process
      .getBuiltinModule("node:perf_hooks")
      .monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    Object.assign(globalThis, { delay });
  });
  return () =>
    electron.evaluate(() => {
      const { delay } = globalThis as unknown as {
        readonly delay: import("node:perf_hooks").IntervalHistogram;
      };
      delay.disable();
      return { p99: delay.percentile(99) / 1e6, most: delay.max / 1e6 };
    });
}

/**
 * Measures an idle Node the same way: its delay comes from other programs on the same processors.
 */
export async function measureIdleLoop(): Promise<() => Promise<LoopDelay>> {
  const program = `const delay = require("node:perf_hooks").monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    process.stdin.resume().on("end", () => {
      console.log(JSON.stringify({ p99: delay.percentile(99) / 1e6, most: delay.max / 1e6 }));
    });
    console.log("ready");`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["pipe", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += String(chunk);
  });
  await once(child.stdout, "data");
  return async () => {
    const closed = once(child, "close");
    child.stdin.end();
    await closed;
    return JSON.parse(said.trim().split("\n").at(-1) ?? "");
  };
}
