import { access, constants } from "node:fs/promises";
import { type FarNeeds, neededPrograms } from "../../contract/computer/serve.ts";
import { findProgram } from "../process/find-program.ts";

const managers = ["apt-get", "dnf", "pacman"] as const;

/** Finds out what machines and the LAN lack on this computer; `canRoute` tells of its QEMU. */
export async function readOwnNeeds(canRoute: () => Promise<boolean>): Promise<FarNeeds> {
  const isThere = async (program: string) => (await findProgram(program)) !== null;
  const [programs, tools, kvm, router] = await Promise.all([
    Promise.all(neededPrograms.map(isThere)),
    Promise.all(managers.map(isThere)),
    access("/dev/kvm", constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    ),
    canRoute(),
  ]);
  return {
    missing: neededPrograms.filter((_, index) => programs[index] === false),
    manager: managers.find((_, index) => tools[index] === true) ?? null,
    kvm,
    router,
  };
}
