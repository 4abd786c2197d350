import { fail, type Result } from "../../contract/errors/app-error.ts";
import { cdDrive, cdNode } from "../../core/machine/qemu-parts.ts";
import { commandQemu } from "./process.ts";
import type { QmpClient, QmpError } from "./qmp-client.ts";
import type { MachineRuntime } from "./runtime.ts";

/**
 * Swaps the image in the CD drive of a running machine; null to empty it. The tray opens even if
 * the guest has locked it, because the image is read-only; a machine that was started without a CD
 * has no drive.
 */
export async function swapCd(
  runtime: MachineRuntime,
  name: string,
  path: string | null,
): Promise<Result<void>> {
  let hasDrive = true;
  const done = await commandQemu(runtime, name, async (client) => {
    const opened = await openTray(client);
    hasDrive = opened.ok || opened.error.class !== "DeviceNotFound";
    if (!opened.ok) return opened.error;
    const swapped = (await takeOut(client)) ?? (path === null ? null : await putIn(client, path));
    // Also if it stays empty: a guest that finds its tray open may wait for ever.
    const closed = await client.execute("blockdev-close-tray", { id: cdDrive.id });
    return swapped ?? (closed.ok ? null : closed.error);
  });
  return hasDrive ? done : fail("cd-drive-missing", { name });
}

function openTray(client: QmpClient) {
  return client.execute("blockdev-open-tray", { id: cdDrive.id, force: true });
}

/** Tries before a guest that shuts the tray each time has its way: the firmware does so once. */
const mostTries = 10;

/** Runs `work`, which needs an open tray, and opens it again if the guest shuts it in between. */
async function withTrayOpen(
  client: QmpClient,
  command: string,
  args: Readonly<Record<string, unknown>>,
) {
  for (let tries = 1; ; tries += 1) {
    const done = await client.execute(command, args);
    if (done.ok || tries === mostTries || !/\bnot open\b/.test(done.error.description)) return done;
    const opened = await openTray(client);
    if (!opened.ok) return opened;
  }
}

/** Takes out what is in the drive, if anything is. */
async function takeOut(client: QmpClient): Promise<QmpError | null> {
  const removed = await withTrayOpen(client, "blockdev-remove-medium", { id: cdDrive.id });
  if (!removed.ok) return removed.error;
  const nodes = await client.execute("query-named-block-nodes", { flat: true });
  if (!nodes.ok) return nodes.error;
  const isThere = Array.isArray(nodes.value) && nodes.value.some(isCd);
  if (!isThere) return null;
  const deleted = await client.execute("blockdev-del", { "node-name": cdDrive.node });
  return deleted.ok ? null : deleted.error;
}

function isCd(node: unknown): boolean {
  return Object(node)["node-name"] === cdDrive.node;
}

async function putIn(client: QmpClient, path: string): Promise<QmpError | null> {
  const added = await client.execute("blockdev-add", cdNode(path));
  if (!added.ok) return added.error;
  const put = await withTrayOpen(client, "blockdev-insert-medium", {
    id: cdDrive.id,
    "node-name": cdDrive.node,
  });
  return put.ok ? null : put.error;
}
