import { runProgram } from "../process/run-program.ts";
import { startDetached } from "../process/start-detached.ts";

/**
 * Puts a text into the clipboard of a Wayland compositor by the package wl-clipboard, and returns
 * whether the compositor then has it; false without the package.
 */
export async function copyByWlClipboard(text: string): Promise<boolean> {
  // Its process holds the text until another program copies, also beyond the app's end.
  if (!(await startDetached(["wl-copy", "--type", "text/plain", "--", text]))) return false;
  const held = await runProgram("wl-paste", ["--no-newline"], { timeout: 2000 });
  return held.ok && held.value.stdout === text;
}
