import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { YamlNode } from "../../electron/core/base/yaml-model.ts";
import { readYaml } from "../../electron/core/base/yaml-read.ts";
import { writeYaml } from "../../electron/core/base/yaml-write.ts";
import { yamlTexts } from "./texts.ts";

/** The result of Python's reader for a text. */
type Read = { readonly tree: unknown; readonly value: string } | { readonly error: string };

/** A text that we take, and that a guest refuses or reads otherwise. */
export interface YamlFaultFound {
  readonly text: string;
  readonly what: string;
}

const script = join(import.meta.dirname, "read.py");

function readByPython(texts: readonly string[]): readonly Read[] {
  const input = JSON.stringify(texts);
  // The system's own Python: only it has the packages that set-up installs.
  const output = execFileSync("/usr/bin/python3", [script], { input, maxBuffer: 2 ** 30 });
  return JSON.parse(output.toString()) as readonly Read[];
}

function treeOf(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.text;
  if (node.kind === "list") return node.items.map(treeOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, treeOf(value)]));
}

/** Compares texts of a seed; `taken` counts those that we do not refuse. */
export function compareYaml(seed: number, count: number) {
  const texts = fc.sample(yamlTexts, { seed, numRuns: count });
  const taken = texts.flatMap((text) => {
    const reading = readYaml(text);
    if (!reading.isRead) return [];
    const { root } = reading;
    // Nothing else is a project or user-data.
    if (root?.kind !== "map") return [];
    return [{ text: `${text}\n`, tree: treeOf(root), written: writeYaml(root) }];
  });
  const originals = readByPython(taken.map(({ text }) => text));
  const copies = readByPython(taken.map(({ written }) => written));
  const faults = taken.flatMap(({ text, tree, written }, index): readonly YamlFaultFound[] => {
    const [original, copy] = [originals[index], copies[index]];
    if (original === undefined || copy === undefined) return [];
    if ("error" in original) return [{ text, what: `refused: ${original.error}` }];
    if ("error" in copy) return [{ text, what: `refused as ${written}: ${copy.error}` }];
    if (original.value !== copy.value) {
      return [{ text, what: `${original.value} became ${copy.value}` }];
    }
    return isDeepStrictEqual(original.tree, plainTree(tree))
      ? []
      : [{ text, what: `${JSON.stringify(original.tree)} was read as ${JSON.stringify(tree)}` }];
  });
  return { taken: taken.length, faults };
}

/** Compares texts for a while, from a seed on. */
export function fuzzYaml(seed: number, seconds: number) {
  const end = Date.now() + seconds * 1000;
  let [taken, next] = [0, seed];
  const faults: YamlFaultFound[] = [];
  do {
    const found = compareYaml(next, 1000);
    taken += found.taken;
    faults.push(...found.faults);
    next += 1;
  } while (Date.now() < end);
  return { taken, faults };
}

/** A tree as JSON hands it on. */
const plainTree = (tree: unknown): unknown => JSON.parse(JSON.stringify(tree));
