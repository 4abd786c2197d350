import * as v from "valibot";
import { machineIdSchema } from "../base/primitives.ts";
import { guestFolderSchema, shareSchema } from "../machine/share.ts";

const one = <A>() => ({ answer: undefined as A });
const byIdSchema = v.strictObject({ id: machineIdSchema });

/** The channels of shared folders. A window cannot ask for a risky one: the command alone can. */
export const shareChannels = {
  "share.add": {
    request: v.strictObject({ id: machineIdSchema, share: shareSchema }),
    ...one<void>(),
  },
  "share.remove": {
    request: v.strictObject({ id: machineIdSchema, guestFolder: guestFolderSchema }),
    ...one<void>(),
  },
  /** Mounts shared folders again that are not mounted as they should be. */
  "share.repair": { request: byIdSchema, ...one<void>() },
  /** Has the user choose a folder to share; null if the user cancels. */
  "share.pick": { request: v.undefined(), ...one<string | null>() },
} as const;
