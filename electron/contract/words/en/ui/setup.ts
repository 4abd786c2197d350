import type { GuestSetup, SetupStep } from "../../../machine/setup.ts";

/** How far the set-up of a guest by cloud-init is, in English. */
export const setup = {
  title: "Set-up",
  stage: {
    booting: "booting",
    "setting-up": "setting up",
    ready: "ready",
    failed: "set-up failed",
  } satisfies Record<GuestSetup["stage"], string>,
  step: {
    local: "disks and name",
    network: "network and users",
    config: "settings",
    final: "packages and commands",
  } satisfies Record<SetupStep, string>,
  settingUp: (step: string, seconds: number) => `setting up: ${step}, ${seconds} s`,
  failed: (line: string) => `failed: ${line}`,
};
