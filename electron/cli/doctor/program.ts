import type { Command } from "commander";
import type { Finding, Repair } from "../../contract/doctor/doctor.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import type { Services } from "../../services/base/services.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { logCommand } from "../machine/log-command.ts";
import { bundleCommand } from "./bundle-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { repairCommand } from "./repair-command.ts";

/** The tools of the doctor's command. */
export interface DoctorTools {
  readonly services: () => Promise<Services>;
  readonly examine: () => Promise<readonly Finding[]>;
  /** Writes the support bundle to a path. */
  readonly bundle: (findings: readonly Finding[], path: string) => Promise<Result<void>>;
  readonly repairs: (findings: readonly Finding[]) => Promise<readonly Repair[]>;
  readonly carryOut: (repair: Repair) => Promise<Result<void>>;
}

/** Adds `virtray doctor`, and returns it. */
export function addDoctorProgram(
  program: Command,
  command: Subcommand,
  tools: DoctorTools,
): Command {
  return command<{ repair?: string; yes?: boolean; log?: boolean; bundle?: string }>(
    program,
    "doctor",
    "check what machines and LAN need on this computer",
    async (voice, _none, { repair, yes, log, bundle }) => {
      if (log === true) return logCommand((await tools.services()).network, voice);
      const found = await tools.examine();
      if (bundle !== undefined) return bundleCommand(tools, voice, found, bundle);
      const repairs = await tools.repairs(found);
      return repair === undefined
        ? doctorCommand(voice, found, repairs)
        : repairCommand(tools, voice, repairs, repair, yes === true);
    },
  )
    .option("--bundle <file>", "write a support report to a file, without secrets")
    .option("--on <computer>", "check another computer")
    .option("--log", "show what was done as root")
    .option("--repair <id>", "explain a repair, and carry it out as root")
    .option("--yes", "carry out the repair without asking first (the password is still needed)");
}
