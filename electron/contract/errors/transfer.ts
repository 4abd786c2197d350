/** Errors of copying files into machines and out of them. `place`: as it was typed. */
export interface TransferErrors {
  readonly "transfer-missing": { readonly place: string };
  /** Folders are copied on request only. */
  readonly "transfer-folder": { readonly place: string };
  readonly "transfer-target-missing": { readonly place: string };
  /** ssh did not get in. */
  readonly "transfer-no-login": { readonly name: string; readonly detail: string };
  /** The command in the machine failed. */
  readonly "transfer-failed-inside": { readonly name: string; readonly detail: string };
  /** The connection to the machine ended. */
  readonly "transfer-lost": { readonly name: string; readonly detail: string };
  /** Less of a large file arrived than was sent. */
  readonly "transfer-cut": { readonly place: string };
  /** A large file goes on where it was interrupted. */
  readonly "transfer-goes-on": { readonly part: string; readonly bytes: number };
  /** A large file is copied anew, though a part of it is there. */
  readonly "transfer-anew": { readonly part: string; readonly why: "different" | "unproven" };
  /** A large file was interrupted, and its part stays. */
  readonly "transfer-kept": { readonly part: string };
  /** The machine sent something that nobody asked for. */
  readonly "transfer-strange": { readonly name: string; readonly sent: string };
  /** `names`: of the files and folders, already cut to a few. */
  readonly "transfer-sent": { readonly name: string; readonly names: string };
  readonly "transfer-ends": Record<never, never>;
  readonly "transfer-stream": Record<never, never>;
}
