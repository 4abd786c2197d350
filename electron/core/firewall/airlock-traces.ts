import * as v from "valibot";

/** A destination in the kernel's memory, without a name. */
export interface KernelTrace {
  readonly address: string;
  readonly protocol: string;
  readonly port: number | null;
  readonly count: number;
}

const partSchema = v.union([v.string(), v.number()]);
const elementSchema = v.object({
  elem: v.object({
    val: v.object({ concat: v.array(partSchema) }),
    counter: v.object({ packets: v.number() }),
  }),
});
const listSchema = v.object({
  nftables: v.array(
    v.object({ set: v.optional(v.object({ elem: v.optional(v.array(elementSchema)) })) }),
  ),
});

/** Reads the answer of `nft -j list set` about destinations, the most frequent first. */
export function parseTraces(text: string): readonly KernelTrace[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const parsed = v.safeParse(listSchema, json);
  if (!parsed.success) return [];
  return parsed.output.nftables
    .flatMap(({ set }) => set?.elem ?? [])
    .flatMap(({ elem: { val, counter } }): KernelTrace[] => {
      const [address, protocol, port] = val.concat;
      if (typeof address !== "string" || protocol === undefined) return [];
      return [
        {
          address,
          protocol: String(protocol),
          port: typeof port === "number" ? port : null,
          count: counter.packets,
        },
      ];
    })
    .sort((one, two) => two.count - one.count);
}
