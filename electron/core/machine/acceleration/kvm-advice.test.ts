import { expect, it } from "vitest";
import { appError } from "../../../contract/errors/app-error.ts";
import { adviseOnGuestState } from "./kvm-advice.ts";

const fix = appError("kvm-guest-state-fix", { seen: "web" });
const hint = appError("kvm-guest-state-hint", {
  seen: "web",
  commands: "echo 'options kvm tdp_mmu=N' | sudo tee /etc/modprobe.d/kvm-tdp-mmu.conf",
});

it.each([
  ["an Intel processor whose KVM has the parameter", true, true, fix],
  ["one where the option is set already", true, false, hint],
  ["one whose KVM lacks the parameter", true, null, hint],
  ["another processor", false, null, hint],
  ["another processor, whatever a module says", false, true, hint],
] as const)("what helps on %s", (_what, isIntel, emulatesGuestState, advice) => {
  expect(adviseOnGuestState("web", { isIntel, emulatesGuestState })).toEqual(advice);
});
