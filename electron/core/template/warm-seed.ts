import type { Result } from "../../contract/errors/app-error.ts";
import { ok } from "../../contract/errors/app-error.ts";
import { wakePort } from "../machine/qemu-parts.ts";
import { agentScript } from "./agent-script.ts";
import {
  buildSeed,
  type CloudInitSeed,
  type GuestIdentity,
  type GuestPlace,
} from "./cloud-init.ts";
import { storedAgentScript, wakeHelper } from "./wake-helper.ts";

/** Where the helper lies in the guest: in memory, so that nothing of it is left after its next boot. */
const helperPath = "/run/virtray-wake.py";

/** The reply of a guest in which the helper cannot run. */
const unfit = `echo unfit >/dev/virtio-ports/${wakePort}`;

/**
 * Has a guest start the helper at the end of its first boot. Without systemd nothing knows how to stop
 * and start what must not be the same in two guests.
 */
const start = `test -d /run/systemd/system && systemd-run --unit=virtray-wake --collect python3 ${helperPath} || ${unfit}`;

/**
 * Keeps the agent's script for the guests that go on from here. As vendor-data it is switched off by a template that
 * wants none.
 */
const storeScript = `#!/bin/sh
cat >${storedAgentScript} <<'VIRTRAY'
${agentScript}VIRTRAY
`;

/**
 * Builds the seed of a guest that is warmed: nobody yet, without a card, and with the helper that tells
 * it later who it is.
 */
export function buildWarmSeed(
  guest: GuestPlace & Pick<GuestIdentity, "user">,
): Result<CloudInitSeed> {
  const userData = JSON.stringify({
    write_files: [{ path: helperPath, permissions: "0700", content: wakeHelper }],
    runcmd: [["sh", "-c", start]],
  });
  const seed = buildSeed({
    ...{ ...guest, sshKeys: [], userData: `#cloud-config\n${userData}\n` },
    // It has no network by which an agent could come.
    ...{ proxy: null, certificates: [], agent: false },
  });
  if (!seed.ok) return seed;
  return ok({
    ...seed.value.files,
    "network-config": "version: 2\nethernets: {}\n",
    "vendor-data": storeScript,
  });
}
