import type { TarMember } from "../../base/tar-write.ts";
import type { NoRest, Part } from "./part.ts";

/** One thing that is copied: a file, a folder, a symbolic link, or a second name of a file. */
export interface CopyEntry extends Omit<TarMember, "name"> {
  /** The path within what is copied; "" is the thing itself. Folders come before their content. */
  readonly path: string;
  /** The content of a file, which is read once, before the next entry. */
  readonly content: AsyncIterable<Uint8Array>;
  /**
   * Only a large file that is copied by itself has it: returns the content after a part's blocks, if
   * it begins with these. `content` is not read then.
   */
  readonly after?: ((part: Part) => Promise<AsyncIterable<Uint8Array> | NoRest>) | undefined;
}

/** A large file, which is not copied anew where a part of it has arrived. */
export interface LargeEntry extends CopyEntry {
  readonly after: NonNullable<CopyEntry["after"]>;
}

/** Returns whether an entry is a large file that can go on. */
export const isLarge = (entry: CopyEntry): entry is LargeEntry => entry.after !== undefined;

/** The content of everything but files. */
export const noContent: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
};
