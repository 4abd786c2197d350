import { Option } from "commander";
import { type ReadyStage, readyStages } from "../../contract/machine/machine.ts";

/** The options by which a command waits for machines that it starts. */
export interface WaitOptions {
  readonly wait?: ReadyStage;
  readonly timeout: number;
}

const waits = "wait until the machines answer, take logins, or are set up by cloud-init";
const startsAndWaits =
  "start the machine, and wait until it answers, takes logins, or is set up by cloud-init";

/** Returns an option for how far machines are waited for. */
export function untilOption(flags: string, description = waits): Option {
  return new Option(flags, description).choices(readyStages);
}

/** Returns the option `--wait`; `isNew`: of a command that creates one machine. */
export function waitOption(isNew = false): Option {
  return untilOption("--wait [until]", isNew ? startsAndWaits : waits).preset("ready");
}
