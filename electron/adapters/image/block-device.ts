import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { readdir, readFile, readlink, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DeviceView } from "../../contract/machine/device.ts";
import { type HeldOpenNote, heldOpenNoteSchema } from "../../contract/root/one-shot.ts";
import { diskFileError, fileError } from "../../core/base/file-error.ts";
import { deviceNumbers, listBlockDevices, lookAtDevice } from "../../core/disk/block-device.ts";
import { identifyProcess } from "../../system/process-identity.ts";

const files = {
  read(path: string): string | null {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return null;
    }
  },
  list(path: string): readonly string[] {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  },
};

/** A disk or partition of the host that a machine may have. */
export interface FreeDevice {
  readonly major: number;
  readonly minor: number;
  /** Its node in /dev, whatever link led to it. */
  readonly node: string;
  readonly bytes: number;
}

/** Checks that a path leads to a disk or partition of the host that nothing else uses. */
export async function checkDevice(path: string): Promise<Result<FreeDevice>> {
  try {
    const found = await stat(path);
    if (!found.isBlockDevice()) return fail("device-not-block", { path });
    const numbers = deviceNumbers(found.rdev);
    const device = lookAtDevice(files, numbers.major, numbers.minor);
    if (device === null) return fail("device-not-block", { path });
    return device.refusal === null
      ? ok({ ...numbers, node: device.node, bytes: device.bytes })
      : { ok: false, error: device.refusal };
  } catch (error) {
    return { ok: false, error: diskFileError(path, error as NodeJS.ErrnoException) };
  }
}

const byId = "/dev/disk/by-id";

/** The name of a device that stays the same when disks are plugged anew, if it has one. */
export async function lastingName(path: string): Promise<string> {
  const node = await realpath(path).catch(() => path);
  for (const name of (await readdir(byId).catch(() => [])).toSorted()) {
    const target = await readlink(join(byId, name)).catch(() => "");
    if (join(byId, target) === node) return join(byId, name);
  }
  return path;
}

/** The disks and partitions of this computer that can be written to, those that are refused too. */
export function listDevices(): Promise<readonly DeviceView[]> {
  return Promise.all(
    listBlockDevices(files).map(async (device) => ({
      path: await lastingName(device.node),
      ...device,
    })),
  );
}

/**
 * Opens the way to a device for QEMU. Gives the file that QEMU is to hold from start to end, because
 * its end is what ends the lending; null if the user may open the device anyway. `lend` asks root.
 */
export async function borrowDevice(
  folder: string,
  device: FreeDevice,
  lend: () => Promise<Result<void>>,
): Promise<Result<number | null>> {
  if (mayOpen(device.node)) return ok(null);
  const lent = await lend();
  if (!lent.ok) return lent;
  const path = join(folder, `lent-${device.major}-${device.minor}.pipe`);
  try {
    const pipe = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    try {
      writeSync(pipe, "1");
    } catch (error) {
      closeSync(pipe);
      throw error;
    }
    return ok(pipe);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}

function mayOpen(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A disk of the host that root has lent to this user. */
export interface LentDevice {
  readonly node: string;
  /** Whether root's supervisor of it lives, which takes it back by itself. */
  readonly isKept: boolean;
  /**
   * The process that has it open although its machine has ended; null: the machine runs, or
   * none has.
   */
  readonly stillOpen: HeldOpenNote | null;
}

/** All disks that are lent, by the leases in netd's folder. */
export async function listLent(folder: string): Promise<readonly LentDevice[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) =>
    /^lent-\d+-\d+$/.test(name),
  );
  const lent = await Promise.all(
    names.toSorted().map(async (name) => {
      const [, major, minor] = name.split("-").map(Number);
      const node = lookAtDevice(files, major ?? 0, minor ?? 0)?.node;
      const supervisor = await readFile(join(folder, name), "utf8").catch(() => null);
      if (node === undefined || supervisor === null) return [];
      // The lock has the number and the start of the process that holds it, as netd's locks do.
      const [pid, start] = supervisor.split(" ");
      const living = await identifyProcess(Number(pid));
      const isKept = living?.startTicks === Number(start);
      return [{ node, isKept, stillOpen: isKept ? await readNote(folder, name) : null }];
    }),
  );
  return lent.flat();
}

async function readNote(folder: string, lease: string): Promise<HeldOpenNote | null> {
  try {
    const text = await readFile(join(folder, `${lease}.open`), "utf8");
    const note = v.safeParse(heldOpenNoteSchema, JSON.parse(text));
    return note.success ? note.output : null;
  } catch {
    return null;
  }
}

/** Lists disks that are still lent, or still open, although their machine has ended. */
export async function leftLent(folder: string): Promise<readonly AppError[]> {
  return (await listLent(folder)).flatMap(({ node, isKept, stillOpen }) => {
    if (stillOpen !== null) {
      const { program, pid } = stillOpen;
      return [appError("device-still-open", { path: node, program, pid })];
    }
    return isKept || !mayOpen(node) ? [] : [appError("device-lent", { path: node })];
  });
}
