/**
 * Sends the machine with an ID to the computer `big`, in a process of its own, and stands still where a message
 * is to be sent, so that a test can kill it there:
 *
 *   node build/run-typescript.mjs e2e/rig/computers/hang-at.ts MESSAGE HOST ID
 */

import { openFarMove } from "../../../electron/adapters/computer/far-move.ts";
import { createFoundation } from "../../../electron/services/compose/foundation.ts";
import { machinesParts } from "../../../electron/services/compose/machines.ts";
import { sendMachine } from "../../../electron/services/computer/move/send.ts";
import { version } from "../../../package.json" with { type: "json" };

const token = "fedcba9876543210fedcba9876543210";

/** Does it; returns the exit code if it gets to the end. */
export async function main([message = "", host = "", id = ""]: readonly string[]): Promise<number> {
  const big = { name: "big", host, isJoined: false, isUplink: false };
  const opened = await openFarMove(big, version, "en", null);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const channel: typeof opened.value = {
    ...opened.value,
    async send(told) {
      if (Object.hasOwn(Object(told), message)) {
        process.stdout.write("hangs\n");
        await new Promise(() => {});
      }
      return opened.value.send(told);
    },
  };
  const parts = machinesParts(createFoundation(process.env));
  const sent = await sendMachine(parts, channel, id, { token, computer: "big" });
  process.stdout.write(`${JSON.stringify(sent)}\n`);
  return 1;
}
