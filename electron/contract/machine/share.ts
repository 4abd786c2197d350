import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { absolutePathSchema } from "../base/primitives.ts";
import type { AppError } from "../errors/app-error.ts";

/** The means by which a guest reads and writes a folder of this computer. */
export const shareWaySchema = v.picklist(["virtiofs", "sshfs"]);
export type ShareWay = v.InferOutput<typeof shareWaySchema>;

/**
 * A folder in a guest over which another one is laid: absolute, without empty parts, `.` and `..`, and
 * without characters that lists of mounts write otherwise.
 */
export const guestFolderSchema = formed(
  "guest-folder",
  v.pipe(
    v.string(),
    v.maxLength(255),
    v.regex(/^(?:\/(?!\.{1,2}(?:\/|$))[^/\s\\\p{Cc}]+)+$/u),
    v.check((path) => !/^\/(?:dev|proc|run|sys)(?:\/|$)/.test(path)),
  ),
);

/** A folder of this computer inside a machine. */
export const shareSchema = v.strictObject({
  folder: absolutePathSchema,
  guestFolder: guestFolderSchema,
  /** The guest cannot change it; absent if it can. */
  readOnly: v.optional(v.literal(true)),
  /** The only way that is taken; absent if it is chosen. */
  way: v.optional(shareWaySchema),
});
export type Share = v.InferOutput<typeof shareSchema>;

/** Each share takes a process, and a slot of the machine. */
export const mostShares = 8;

/** The shares of one machine: no two at the same place in the guest. */
export const sharesSchema = formed(
  "shares",
  v.pipe(
    v.array(shareSchema),
    v.minLength(1),
    v.maxLength(mostShares),
    v.check((all) => new Set(all.map((each) => each.guestFolder)).size === all.length),
  ),
);

/** A request to share a folder with a machine. */
export const addShareSchema = v.strictObject({
  ...shareSchema.entries,
  /** The user knows that the folder holds secrets, or is far too large. */
  yesReally: v.optional(v.literal(true)),
});
export type AddShare = v.InferOutput<typeof addShareSchema>;

/** The errors of mounting: the share is kept all the same, and mounted once that is possible. */
const mountErrors: ReadonlySet<string> = new Set([
  ...["share-guest-silent", "share-no-way", "share-failed", "share-ended"],
]);

/** Returns whether a share is kept although adding it ended with this error. */
export function isShareKept({ code }: AppError): boolean {
  return mountErrors.has(code);
}

/** A share as it is now. */
export interface ShareView extends Pick<Share, "folder" | "guestFolder"> {
  readonly readOnly: boolean;
  /** How the guest reaches it; null if it does not. */
  readonly way: ShareWay | null;
  /** `off`: the machine does not run. `waiting`: its guest was not reached yet. */
  readonly state: "off" | "waiting" | "mounted" | "failed";
  /** Why it failed, or what is wrong although it is mounted. */
  readonly problem: AppError | null;
}
