import type { TarMember } from "../../base/tar-write.ts";

/** One thing that is copied: a file, a folder, a symbolic link, or a second name of a file. */
export interface CopyEntry extends Omit<TarMember, "name"> {
  /** The path within what is copied; "" is the thing itself. Folders come before their content. */
  readonly path: string;
  /** The content of a file, which is read once, before the next entry. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** The content of everything but files. */
export const noContent: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
};
