import * as v from "valibot";
import { pathHopIds, pathVerdicts } from "../path-check/verdict.ts";

const sentenceSchema = v.pipe(v.string(), v.maxLength(1000));

/**
 * The connection check of a machine on its own computer, as `doctor path --json` tells it there: its sentences are
 * a stranger's words.
 */
export const farPathSchema = v.object({
  name: v.pipe(v.string(), v.maxLength(63)),
  /** The first bad hop; null if none is. */
  culprit: v.nullable(v.picklist(pathHopIds)),
  hops: v.pipe(
    v.array(
      v.object({
        id: v.picklist(pathHopIds),
        verdict: v.picklist(pathVerdicts),
        what: sentenceSchema,
        todo: v.nullable(sentenceSchema),
      }),
    ),
    v.maxLength(pathHopIds.length),
  ),
});
export type FarPath = v.InferOutput<typeof farPathSchema>;
