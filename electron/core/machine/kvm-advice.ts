import { type AppError, appError } from "../../contract/errors/app-error.ts";

/** What a computer's KVM is like, as far as the ways out of an invalid guest state depend on it. */
export interface KvmFacts {
  readonly isIntel: boolean;
  /** kvm_intel's emulate_invalid_guest_state; null: there is no such parameter. */
  readonly emulatesGuestState: boolean | null;
}

/** For good, in a file of its own; it holds from the next restart on (modprobe.d(5)). */
const withoutTdpMmu = "echo 'options kvm tdp_mmu=N' | sudo tee /etc/modprobe.d/kvm-tdp-mmu.conf";

/**
 * What helps after KVM could not run a guest's state. The option of kvm_intel does where there is
 * one, unless it is set already; elsewhere there is only the advice for some kernels. `seen`: with
 * what, for people.
 */
export function adviseOnGuestState(
  seen: string,
  { isIntel, emulatesGuestState }: KvmFacts,
): AppError {
  return isIntel && emulatesGuestState === true
    ? appError("kvm-guest-state-fix", { seen })
    : appError("kvm-guest-state-hint", { seen, commands: withoutTdpMmu });
}
