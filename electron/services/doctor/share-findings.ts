import { isDeepStrictEqual } from "node:util";
import { whyNoSftp } from "../../adapters/share/reverse-sftp.ts";
import { whyNoVirtiofs } from "../../adapters/share/virtiofsd.ts";
import type { Finding } from "../../contract/doctor/doctor.ts";
import { shareFindingId } from "../../contract/doctor/doctor.ts";
import { appError } from "../../contract/errors/app-error.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import type { ShareView } from "../../contract/machine/share.ts";
import { bad, good } from "./finding.ts";

type Sharing = Pick<MachineView, "name" | "problem" | "shares">;

/** Returns whether a machine's problem is that of one of its shared folders, which has its own finding. */
export function isToldByShare({ problem, shares = [] }: Sharing): boolean {
  return problem !== null && shares.some((share) => isDeepStrictEqual(share.problem, problem));
}

/** A guest that boots, and a machine that does not run, may be well once the folder is needed. */
function levelOf({ state, problem }: ShareView): "info" | "warning" {
  return state === "off" || problem?.code === "share-guest-silent" ? "info" : "warning";
}

/** Returns a finding for each shared folder that is not well, and one for what this computer lacks. */
export async function shareFindings(
  uid: number,
  machines: readonly Sharing[],
): Promise<readonly Finding[]> {
  const all = machines.flatMap(({ name, shares = [] }) => shares.map((share) => ({ name, share })));
  if (all.length === 0) return [];
  const troubled = all.filter(
    ({ name, share: { problem } }, index) =>
      problem !== null &&
      // Two folders of a machine may have one cause, such as a program that is missing in it.
      all.findIndex(
        (each) => each.name === name && isDeepStrictEqual(each.share.problem, problem),
      ) === index,
  );
  return [
    await hostFinding(uid),
    ...troubled.flatMap(({ name, share }) =>
      share.problem === null
        ? []
        : [bad(shareFindingId(name, share.guestFolder), levelOf(share), share.problem)],
    ),
  ];
}

/** Checks that this computer has what serves folders to machines. */
async function hostFinding(uid: number): Promise<Finding> {
  const [virtiofs, sshfs] = await Promise.all([whyNoVirtiofs(uid), whyNoSftp()]);
  if (virtiofs === null) return good("shares", { kind: "shares" });
  const level = sshfs === null ? "info" : "warning";
  return bad("shares", level, appError("share-host-lacks", { virtiofs, sshfs }));
}
