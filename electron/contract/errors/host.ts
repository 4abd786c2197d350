/** Errors of root's actions, and findings of the doctor. */
export interface HostErrors {
  // Root
  readonly "root-dismissed": Record<never, never>;
  readonly "root-denied": Record<never, never>;
  readonly "root-no-agent": { readonly command: string };
  readonly "root-sudo-refused": Record<never, never>;
  readonly "root-timeout": { readonly seconds: number };
  readonly "root-crashed": { readonly detail: string };
  readonly "root-path-unsafe": { readonly path: string };
  readonly "netd-lost": Record<never, never>;
  readonly "netd-gone": Record<never, never>;
  readonly "netd-refused": { readonly detail: string };
  readonly "netd-run-path-unsafe": { readonly path: string; readonly detail: string };
  readonly "once-step-failed": { readonly step: string; readonly detail: string };
  readonly "once-file-foreign": { readonly path: string };
  readonly "firewall-rules": Record<never, never>;
  /** A machine has the name of a host in a file of the user's ssh configuration. */
  readonly "ssh-host-hidden": { readonly name: string; readonly file: string };
  readonly "hosts-outdated": Record<never, never>;
  readonly "once-not-needed": { readonly detail: string };
  readonly "host-woke": {
    readonly resumed: number;
    readonly clocksSet: number;
    readonly uplink: string | null;
  };
  // Health
  readonly "repair-unknown": { readonly id: string; readonly known: string };
  readonly "qemu-without-vde": Record<never, never>;
  readonly "tun-missing": Record<never, never>;
  readonly "supervisor-gone": Record<never, never>;
  readonly "agent-missing": Record<never, never>;
  readonly "tray-missing": Record<never, never>;
  readonly "shortcut-refused": { readonly keys: string };
  /** GNOME Shell or its settings did not answer as expected. */
  readonly "shell-entry-refused": Record<never, never>;
  readonly "shortcut-not-set-up": { readonly keys: string };
  readonly "shortcut-declined": { readonly keys: string };
  readonly "shortcut-portal-missing": { readonly keys: string };
  /** The desktop did not take the text into its clipboard. */
  readonly "copy-refused": { readonly text: string };
  readonly "space-low": { readonly path: string; readonly freeMiB: number };
  /** A QEMU of ours runs that no definition belongs to. */
  readonly "machine-orphaned": { readonly id: string };
  readonly "runtime-leftover": { readonly path: string; readonly command: string };
  readonly "as-root": Record<never, never>;
}
