/** One thing that is copied: a file, a folder, a symbolic link, or a second name of a file. */
export interface CopyEntry {
  /** The path within what is copied; "" is the thing itself. Folders come before their content. */
  readonly path: string;
  readonly kind: "file" | "folder" | "link" | "same";
  /** The permissions. */
  readonly mode: number;
  /** The bytes of a file; 0 for all others. */
  readonly size: number;
  /** Seconds since the epoch. */
  readonly modifiedAt: number;
  /** The target of a link, or the path of a file's first name. */
  readonly link?: string | undefined;
  /** The content of a file, which is read once, before the next entry. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** The content of everything but files. */
export const noContent: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
};
