import type { Language } from "../base/languages.ts";
import type { FileFault, ValueFault } from "./value-fault.ts";

/** Faults of a file or its file system, as the system tells them; `changed`: by somebody else, just now. */
export type PathFault =
  | "missing"
  | "not-folder"
  | "folder"
  | "exists"
  | "read-only"
  | "too-many-open"
  | "links"
  | "name"
  | "device"
  | "busy"
  | "too-large"
  | "not-supported"
  | "away"
  | "memory"
  | "changed"
  | "content"
  | "other";

/** Errors that any part may meet: files, programs, settings, input. */
export interface GeneralErrors {
  readonly "size-invalid": { readonly size: string };
  /** An option of the command; `text` as it was typed, of a disk in bytes. */
  readonly "option-invalid": {
    readonly option:
      | "number"
      | "memory"
      | "cpus"
      | "disk"
      | "seconds"
      | "order"
      | "delay"
      | "percent"
      | "rate"
      | "duration";
    readonly text: string;
  };
  /**
   * Words that are not a command. `of`: the command that they begin with; `name`: the command, option or argument; of too many arguments, their
   * number. `suggested`: similar names, or empty.
   */
  readonly "usage-invalid": {
    readonly usage:
      | "unknown-command"
      | "unknown-option"
      | "argument-missing"
      | "value-missing"
      | "option-missing"
      | "too-many"
      | "other";
    readonly of: string;
    readonly name: string;
    readonly suggested: string;
  };
  /** Of these options, exactly one has to be given. */
  readonly "options-one-of": { readonly options: string };
  readonly "checksum-alone": Record<never, never>;
  readonly "user-invalid": { readonly user: string };
  readonly "url-invalid": { readonly url: string };
  readonly "checksum-invalid": { readonly sum: string };
  readonly "subnet-invalid": { readonly subnet: string };
  readonly "subnet-size-invalid": { readonly prefixLength: number };
  readonly "subnet-public": { readonly subnet: string };
  readonly "vnc-invalid": { readonly display: string };
  readonly "file-exists": { readonly path: string };
  readonly "file-not-regular": { readonly path: string };
  /** The output of a command cannot be written. */
  readonly "output-failed": { readonly detail: string };
  /** A file of others that is to be changed. */
  readonly "file-link-dangling": { readonly path: string };
  /** It has several names (hard links). */
  readonly "file-has-names": { readonly path: string };
  /** `most`: in bytes. */
  readonly "file-too-large": { readonly path: string; readonly most: number };
  readonly "file-denied": { readonly path: string };
  readonly "folder-missing": { readonly path: string };
  readonly "input-invalid": ValueFault;
  readonly "program-missing": {
    readonly program: string;
    /** The package's name in Debian. */
    readonly package: string;
    /** The command that installs it here; absent if unknown. */
    readonly command?: string;
  };
  /** `detail` is bubblewrap's message, absent if bubblewrap is not installed. */
  readonly "sandbox-missing": { readonly detail?: string; readonly command?: string };
  readonly "program-failed": { readonly program: string; readonly detail: string };
  readonly "settings-corrupt": FileFault;
  readonly "settings-newer": { readonly path: string; readonly version: number };
  readonly "words-missing": { readonly language: Language };
  readonly "file-not-broken": { readonly path: string };
  readonly "backup-missing": { readonly path: string };
  readonly "file-failed": { readonly path: string; readonly fault: PathFault };
  /** The value that was to be written could not be read again. */
  readonly "write-refused": FileFault;
  readonly "file-locked": { readonly path: string; readonly by: string };
  readonly "path-too-long": { readonly path: string; readonly most: number };
  readonly "runtime-folder-unsafe": { readonly path: string; readonly detail: string };
  readonly cancelled: Record<never, never>;
  readonly internal: { readonly detail: string };
}
