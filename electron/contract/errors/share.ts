/** Reasons why a way does not work here; each has words in every language. */
export const shareObstacles = [
  "guest-no-root",
  "guest-no-sshfs",
  "guest-no-virtiofs",
  "memory-private",
  "no-bubblewrap",
  "no-idmap",
  "no-login",
  "no-sftp-server",
  "no-subids",
  "no-virtiofsd",
  "not-wished",
] as const;
export type ShareObstacle = (typeof shareObstacles)[number];

/** Errors of folders that are shared with machines. */
export interface ShareErrors {
  /** `what`: why this folder is shared on special request only. */
  readonly "share-risky": {
    readonly folder: string;
    readonly what: "root" | "home" | "keys" | "own";
  };
  readonly "share-folder-missing": { readonly name: string; readonly folder: string };
  /** The user of this computer may not read what is in it. */
  readonly "share-folder-unreadable": { readonly name: string; readonly folder: string };
  /** This computer lacks something to serve folders; `sshfs` null: only one of both ways is missing. */
  readonly "share-host-lacks": {
    readonly virtiofs: ShareObstacle;
    readonly sshfs: ShareObstacle | null;
  };
  /** No file can be written there any more. */
  readonly "share-folder-full": { readonly folder: string };
  readonly "share-taken": { readonly name: string; readonly guestFolder: string };
  readonly "shares-too-many": { readonly most: number };
  readonly "share-unknown": { readonly name: string; readonly guestFolder: string };
  /** The guest gave no answer to the wish to mount. */
  readonly "share-guest-silent": { readonly name: string };
  /** No way works; the reasons of both. */
  readonly "share-no-way": {
    readonly name: string;
    readonly virtiofs: ShareObstacle;
    readonly sshfs: ShareObstacle;
  };
  readonly "share-failed": {
    readonly name: string;
    readonly guestFolder: string;
    readonly detail: string;
  };
  /** The process that serves it has ended. */
  readonly "share-ended": { readonly name: string; readonly guestFolder: string };
  /** A device whose server has ended is in the machine, and keeps its memory from being saved. */
  readonly "share-stuck": { readonly name: string };
  /** A program in the guest has files open there. */
  readonly "share-busy": { readonly name: string; readonly guestFolder: string };
}
