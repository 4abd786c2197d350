import { type YamlMap, yamlGet } from "../base/yaml-model.ts";
import type { ProjectWrong } from "./settings.ts";

/** Another machine that comes first. */
export interface After {
  readonly name: string;
  readonly until: "started" | "ready";
}

interface Ordered {
  readonly name: string;
  readonly after?: readonly string[] | undefined;
}

/** Returns the machines that come before one. */
export function afterOf({ after = [] }: Pick<Ordered, "after">): readonly After[] {
  return after.map((text) => {
    const [name = "", until] = text.split(" ");
    return { name, until: until === "started" ? "started" : "ready" };
  });
}

type Ordering<M> =
  | { readonly isRead: true; readonly value: readonly M[] }
  | { readonly isRead: false; readonly wrong: ProjectWrong };

/**
 * Puts machines behind those that come first, and leaves the order of the file where it can.
 * `machines` is where they stand in the file.
 */
export function orderMachines<M extends Ordered>(
  entries: readonly M[],
  machines: YamlMap,
): Ordering<M> {
  const names = new Set(entries.map(({ name }) => name));
  const refuse = (name: string, kind: "after-unknown" | "after-circle", other: string) => {
    const { line, column } = yamlGet(yamlGet(machines, name), "after") ?? machines;
    return { isRead: false, wrong: { line, column, fault: { kind, name: other } } } as const;
  };
  for (const entry of entries) {
    const unknown = afterOf(entry).find(({ name }) => !names.has(name));
    if (unknown !== undefined) return refuse(entry.name, "after-unknown", unknown.name);
  }
  const placed = new Set<string>();
  const sorted: M[] = [];
  while (sorted.length < entries.length) {
    const next = entries.find(
      (entry) => !placed.has(entry.name) && afterOf(entry).every(({ name }) => placed.has(name)),
    );
    if (next === undefined) {
      const first = entries.find(({ name }) => !placed.has(name)) as M;
      return refuse(first.name, "after-circle", first.name);
    }
    placed.add(next.name);
    sorted.push(next);
  }
  return { isRead: true, value: sorted };
}
