import * as v from "valibot";
import { runWhereTheLanIs } from "./where-the-lan-is.ts";

const neighboursSchema = v.array(
  v.object({
    dst: v.optional(v.string()),
    lladdr: v.optional(v.pipe(v.string(), v.toLowerCase())),
    state: v.optional(v.array(v.string()), []),
    /** Seconds since the last answer, with `-s`. */
    confirmed: v.optional(v.number()),
  }),
);

/** An entry of the kernel's neighbour table (ip-neighbour(8)). */
export type Neighbour = v.InferOutput<typeof neighboursSchema>[number];

/** Reads entries of the neighbour table by `ip`'s arguments; none if `ip` fails. */
export async function readNeighbours(args: readonly string[]): Promise<readonly Neighbour[]> {
  const listed = await runWhereTheLanIs("ip", args);
  if (!listed.ok) return [];
  try {
    const parsed = v.safeParse(neighboursSchema, JSON.parse(listed.value.stdout || "[]"));
    return parsed.success ? parsed.output : [];
  } catch {
    return [];
  }
}
