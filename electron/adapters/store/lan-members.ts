import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import {
  ipv4AddressSchema,
  macAddressSchema,
  machineNameSchema,
} from "../../contract/base/primitives.ts";
import { readRecord, writeRecord } from "../files/small-record.ts";
import { identifySelf, isAlive } from "../process/process-identity.ts";

/** A program of this computer that is a member of the LAN under a name, with the process that keeps it. */
const memberSchema = v.strictObject({
  name: machineNameSchema,
  mac: macAddressSchema,
  address: ipv4AddressSchema,
  pid: v.pipe(v.number(), v.safeInteger()),
  startTicks: v.pipe(v.number(), v.safeInteger()),
});

/** A member's name, card and address. */
export type LanMember = Pick<v.InferOutput<typeof memberSchema>, "name" | "mac" | "address">;

const folderOf = (runtime: string) => join(runtime, "members");

/** Records a member as long as this process lives, in a runtime folder that is there. Errors throw. */
export async function recordMember(runtime: string, member: LanMember): Promise<void> {
  const self = await identifySelf();
  await mkdir(folderOf(runtime), { recursive: true, mode: 0o700 });
  await writeRecord(join(folderOf(runtime), `${self.pid}.json`), { ...member, ...self });
}

/** Forgets the member that this process keeps. */
export async function forgetMember(runtime: string): Promise<void> {
  await rm(join(folderOf(runtime), `${process.pid}.json`), { force: true }).catch(() => {});
}

/** Returns the members whose processes live, and removes the records of the others. */
export async function readMembers(runtime: string): Promise<readonly LanMember[]> {
  const folder = folderOf(runtime);
  const names = await readdir(folder).catch(() => []);
  const members = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const member = await readRecord(path, memberSchema);
      if (member !== null && (await isAlive(member))) return member;
      await rm(path, { recursive: true, force: true }).catch(() => {});
      return null;
    }),
  );
  return members.filter((member) => member !== null);
}
