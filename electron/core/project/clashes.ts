import { samePort } from "../../contract/lan/forward.ts";
import type { ProjectMachine } from "../../contract/project/project.ts";
import { type YamlMap, yamlGet } from "../base/yaml-model.ts";
import { type ProjectWrong, readForwardLine } from "./settings.ts";

type ProjectEntry = Pick<ProjectMachine, "address" | "forward"> & { readonly name: string };

/**
 * Finds what two machines of a project, or one machine twice, would have: an address, or a port of
 * this computer; null if nothing. `machines` is where they stand in the file.
 */
export function findClash(
  entries: readonly ProjectEntry[],
  machines: YamlMap,
): ProjectWrong | null {
  return findSameAddress(entries, machines) ?? findSamePort(entries, machines);
}

function findSameAddress(entries: readonly ProjectEntry[], machines: YamlMap): ProjectWrong | null {
  for (const [index, { name, address }] of entries.entries()) {
    const other = entries.slice(0, index).find((each) => each.address === address);
    if (address === undefined || other === undefined) continue;
    const { line, column } = yamlGet(yamlGet(machines, name), "address") ?? machines;
    return { line, column, fault: { kind: "address-twice", address, by: other.name } };
  }
  return null;
}

function findSamePort(entries: readonly ProjectEntry[], machines: YamlMap): ProjectWrong | null {
  const seen: { readonly by: string; readonly port: ReturnType<typeof readForwardLine> }[] = [];
  for (const { name, forward = [] } of entries) {
    const list = yamlGet(yamlGet(machines, name), "forward");
    for (const [index, text] of forward.entries()) {
      const port = readForwardLine(text);
      const other = seen.find(
        (each) => each.port !== null && port !== null && samePort(each.port, port),
      );
      if (other !== undefined) {
        const { line, column } = (list?.kind === "list" ? list.items[index] : list) ?? machines;
        return { line, column, fault: { kind: "forward-twice", forward: text, by: other.by } };
      }
      seen.push({ by: name, port });
    }
  }
  return null;
}
