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
  /** The machine sent something that nobody asked for. */
  readonly "transfer-strange": { readonly name: string; readonly sent: string };
  /** `names`: of the files and folders, already cut to a few. */
  readonly "transfer-sent": { readonly name: string; readonly names: string };
  readonly "transfer-ends": Record<never, never>;
  readonly "transfer-stream": Record<never, never>;
}
