import type { Paths } from "../../../adapters/files/paths.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { ListeningPort } from "../../../contract/machine/listening-port.ts";
import {
  listeningScript,
  readListeningPorts,
} from "../../../core/machine/guest/listening-ports.ts";
import { requireRunning } from "../../registry/parts.ts";
import { guestShell } from "../share/guest-shell.ts";

/** Asks the guest of a running machine on which TCP ports programs listen. */
export async function askListeningPorts(
  paths: Paths,
  id: string,
): Promise<Result<readonly ListeningPort[]>> {
  const running = await requireRunning(paths, id);
  if (!running.ok) return running;
  const told = await guestShell({ paths }, running.value).run(listeningScript);
  return told?.exitCode === 0
    ? ok(readListeningPorts(told.stdout))
    : fail("ports-unknown", { name: running.value.machine.name });
}
