import type { FileFault } from "./value-fault.ts";

/** Errors of machines: their start and stop, snapshots, export and acceleration. */
export interface MachineErrors {
  // Machines
  readonly "machine-unknown": { readonly name: string };
  readonly "machine-name-invalid": { readonly name: string };
  readonly "machine-name-taken": { readonly name: string };
  readonly "machine-file-corrupt": FileFault;
  readonly "machine-file-newer": { readonly path: string; readonly version: number };
  /** `wish`: present if the request was only to start it. */
  readonly "machine-running": { readonly name: string; readonly wish?: "start" };
  readonly "machine-not-running": { readonly name: string };
  readonly "machine-not-answering": { readonly name: string };
  readonly "machine-not-ready": {
    readonly name: string;
    readonly until: "ping" | "ssh" | "ready";
    readonly seconds: number;
  };
  /** `line`: of cloud-init. */
  readonly "setup-failed": { readonly name: string; readonly line: string };
  /** Its set-up takes long, and nothing leaves the LAN. */
  readonly "setup-no-way-out": { readonly name: string };
  /** Its login is refused, so it cannot be asked. `user` null: the one that ssh chooses; `keys`: their files, "" for ssh's own; `detail`: its words. */
  readonly "setup-login-refused": {
    readonly name: string;
    readonly user: string | null;
    readonly keys: string;
    readonly detail: string;
  };
  /** Its user protected it against what cannot be undone. */
  readonly "machine-protected": { readonly name: string };
  readonly "marks-missing": Record<never, never>;
  readonly "machines-not-chosen": Record<never, never>;
  readonly "machine-busy": { readonly name: string };
  readonly "machine-start-failed": { readonly name: string; readonly detail: string };
  readonly "machine-died": { readonly name: string; readonly detail: string };
  readonly "machine-killed": { readonly name: string };
  readonly "machine-disk-full": {
    readonly name: string;
    readonly path: string;
    readonly freeMiB: number;
  };
  readonly "machine-panicked": { readonly name: string };
  readonly "machine-halted": { readonly name: string; readonly state: string };
  readonly "machine-stop-timeout": { readonly name: string; readonly seconds: number };
  readonly "machine-without-lan": { readonly name: string };
  readonly "machine-too-many": { readonly most: number };
  /** Terminals of one machine in the window. */
  readonly "logins-too-many": { readonly most: number };
  readonly "memory-invalid": {
    readonly asked: number;
    readonly least: number;
    readonly most: number;
  };
  readonly "cpus-invalid": { readonly asked: number; readonly most: number };
  readonly "vnc-taken": { readonly display: number; readonly name: string };
  readonly "vnc-open": { readonly display: number; readonly name: string };
  // Snapshots
  readonly "snapshot-unknown": { readonly name: string };
  readonly "snapshot-name-invalid": { readonly name: string };
  readonly "snapshot-name-taken": { readonly name: string };
  readonly "snapshot-raw-disk": { readonly path: string };
  /** Sizes in bytes. */
  readonly "snapshot-no-room": {
    readonly path: string;
    readonly needed: number;
    readonly free: number;
  };
  readonly "snapshot-no-agent": { readonly name: string };
  readonly "snapshot-not-thawed": { readonly name: string };
  readonly "snapshot-incomplete": { readonly name: string };
  readonly "snapshot-hardware-changed": {
    readonly name: string;
    readonly memoryMiB: number;
    readonly cpus: number;
  };
  readonly "snapshot-memory-unusable": { readonly name: string; readonly detail: string };
  // Suspended machines
  readonly "machine-suspended": { readonly name: string };
  readonly "machine-not-suspended": { readonly name: string };
  readonly "suspend-device": { readonly name: string; readonly path: string };
  /** Sizes in bytes. */
  readonly "suspend-no-room": {
    readonly name: string;
    readonly path: string;
    readonly needed: number;
    readonly free: number;
  };
  readonly "suspend-unusable": { readonly name: string; readonly detail: string };
  readonly "suspend-missing": { readonly name: string; readonly path: string };
  readonly "suspend-changed": { readonly name: string; readonly path: string };
  readonly "suspend-disk-changed": { readonly name: string; readonly path: string };
  readonly "suspend-kept": { readonly name: string; readonly path: string };
  // Commands by the guest agent
  readonly "agent-not-there": { readonly name: string };
  readonly "agent-silent": { readonly name: string };
  readonly "agent-refused": { readonly name: string; readonly said: string };
  /** `most`: in bytes. */
  readonly "agent-overlong": { readonly name: string; readonly most: number };
  readonly "exec-not-ended": { readonly name: string; readonly seconds: number };
  // Commands in a machine of their own
  readonly "run-no-key": Record<never, never>;
  readonly "run-not-removed": { readonly name: string };
  readonly "machine-no-login": { readonly name: string };
  readonly "trim-failed": { readonly name: string; readonly detail: string };
  readonly "trash-unknown": { readonly name: string };
  readonly "machine-has-snapshots": { readonly name: string };
  // Export
  readonly "export-done": { readonly name: string; readonly files: string };
  readonly "export-libvirt-done": {
    readonly name: string;
    readonly files: string;
    readonly domain: string;
  };
  readonly "export-exists": { readonly path: string };
  readonly "export-target-own": { readonly path: string; readonly by: string };
  readonly "export-device": { readonly name: string; readonly path: string };
  readonly "export-path-unfit": { readonly path: string };
  // Acceleration
  readonly "kvm-missing": Record<never, never>;
  readonly "kvm-denied": Record<never, never>;
  /** `by`: the program that is seen to use KVM; null if none is known. */
  readonly "kvm-busy": { readonly by: string | null };
  readonly "kvm-guest-state": { readonly detail: string };
  readonly "kvm-guest-state-fix": { readonly seen: string };
  readonly "kvm-guest-state-hint": { readonly seen: string; readonly commands: string };
  readonly "kvm-option-set": Record<never, never>;
  readonly "cpu-needs-kvm": Record<never, never>;
  readonly "kvm-stuck": { readonly seconds: number };
  readonly "kvm-broken": { readonly detail: string };
}
