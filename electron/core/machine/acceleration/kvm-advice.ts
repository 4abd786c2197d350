import { type AppError, appError } from "../../../contract/errors/app-error.ts";

/** The facts about a computer's KVM on which the advice for an invalid guest state depends. */
export interface KvmFacts {
  readonly isIntel: boolean;
  /** kvm_intel's emulate_invalid_guest_state; null if the parameter does not exist. */
  readonly emulatesGuestState: boolean | null;
}

/**
 * A permanent setting in a file of its own, which applies from the next restart on (modprobe.d(5)).
 */
const withoutTdpMmu = "echo 'options kvm tdp_mmu=N' | sudo tee /etc/modprobe.d/kvm-tdp-mmu.conf";

/**
 * Returns the advice after KVM could not run a guest's state: the option of kvm_intel if it exists
 * and is not set yet, or else a setting for some kernels. `seen`: the versions, for people.
 */
export function adviseOnGuestState(
  seen: string,
  { isIntel, emulatesGuestState }: KvmFacts,
): AppError {
  return isIntel && emulatesGuestState === true
    ? appError("kvm-guest-state-fix", { seen })
    : appError("kvm-guest-state-hint", { seen, commands: withoutTdpMmu });
}
