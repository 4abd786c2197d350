import { statfs } from "node:fs/promises";
import { Transform } from "node:stream";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { lowSpaceMiB } from "../../core/disk/free-space.ts";

/** So many bytes go through between two looks at the disk. */
const stepBytes = 8 * 1024 * 1024;
/** So many bytes at most were passed on and are not on the disk yet: two streams have a buffer and a chunk each. */
const underwayBytes = 256 * 1024;

/** The room on a disk ran out before what comes ended. */
class NoRoom extends Error {}

/**
 * Returns how many bytes may still be written in a folder: the free space without a reserve, below
 * which running machines would soon halt. On small disks the reserve is a twentieth. Errors throw.
 */
export async function roomIn(folder: string): Promise<number> {
  const { bavail, blocks, bsize } = await statfs(folder);
  const reserve = Math.min(lowSpaceMiB * 1024 ** 2, (blocks * bsize) / 20);
  return Math.max(0, Math.floor(bavail * bsize - reserve));
}

/** Creates a stream that passes bytes on to a file in `folder`, and fails before they fill its disk. */
export function guardRoom(folder: string): Transform {
  let allowed = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      const pass = () => {
        allowed -= chunk.length;
        done(null, chunk);
      };
      if (chunk.length <= allowed) return pass();
      roomIn(folder).then((free) => {
        const room = free - underwayBytes;
        if (room < chunk.length) return done(new NoRoom(folder));
        allowed = Math.max(chunk.length, Math.min(room, stepBytes));
        return pass();
      }, done);
      return undefined;
    },
  });
}

/** Returns the error for a stream that `guardRoom` ended at `path`; null if another one ended it. */
export function explainRoom(path: string, thrown: unknown): AppError | null {
  return thrown instanceof NoRoom ? appError("no-room", { path, needed: null, usable: 0 }) : null;
}
