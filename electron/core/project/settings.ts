import * as v from "valibot";
import { diskBytesSchema } from "../../contract/base/primitives.ts";
import type { ProjectFault, ProjectSetting } from "../../contract/errors/yaml-fault.ts";
import { guestFolderSchema } from "../../contract/machine/share.ts";
import { type ProjectMachine, projectMachineSchema } from "../../contract/project/project.ts";
import { parseSize } from "../base/parse-size.ts";
import { isLeftOut, type Place, type YamlNode, yamlTextOf } from "../base/yaml-model.ts";
import { readEntry } from "../lan/airlock-text.ts";
import { readForward } from "../lan/forward-text.ts";

/** A fault of a project's file, with its place. */
export interface ProjectWrong extends Place {
  readonly fault: ProjectFault;
}

/** The settings of a machine that stand for themselves: user-data is a text of its own. */
export type PlainSetting = keyof ProjectMachine;

/** How the value of each setting is read, before it is judged; undefined: it cannot be one. */
const readers: Readonly<Record<PlainSetting, (node: YamlNode) => unknown>> = {
  template: textOf,
  memory: memoryOf,
  cpus: numberOf,
  disk: textOf,
  address: textOf,
  user: textOf,
  keys: listOf(textOf),
  wait: listOf(numberOf),
  autostart: textOf,
  forward: listOf(textOf),
  only: listOf(textOf),
  after: (node) => (node.kind === "list" ? listOf(textOf)(node) : [textOf(node)]),
  env: envOf,
  provision: listOf(stepOf),
  tags: listOf(textOf),
  note: textOf,
  protected: booleanOf,
  shares: listOf(textOf),
  proxy: textOf,
  certificates: listOf(textOf),
  agent: booleanOf,
  "send-as": textOf,
};

/** Whether a name is that of a setting. */
export function isSetting(name: string): name is ProjectSetting {
  return name === "user-data" || Object.hasOwn(readers, name);
}

export type SettingReading =
  | { readonly isRead: true; readonly value: Partial<ProjectMachine> }
  | { readonly isRead: false; readonly wrong: ProjectWrong };

/** Reads one setting of a machine; what is wrong is told at its place, or at that of a list's item. */
export function readSetting(setting: PlainSetting, node: YamlNode): SettingReading {
  const value = readers[setting](node);
  const parsed = v.safeParse(projectMachineSchema.entries[setting], value);
  const isFit = parsed.success && value !== undefined;
  if (isFit && findUnfit(setting, value) === null) {
    return { isRead: true, value: { [setting]: parsed.output } };
  }
  const index = isFit ? findUnfit(setting, value) : (parsed.issues?.[0].path?.[0]?.key ?? null);
  const item = node.kind === "list" && typeof index === "number" ? node.items[index] : undefined;
  const { line, column } = item ?? node;
  const text = textOf(item ?? node) ?? null;
  return { isRead: false, wrong: { line, column, fault: { kind: "setting", setting, text } } };
}

/** Returns the fault of a value that no pattern covers: the index of a list's item, or 0; null if it is possible. */
function findUnfit(setting: PlainSetting, value: unknown): number | null {
  if (setting === "disk") return v.is(diskBytesSchema, parseSize(String(value))) ? null : 0;
  const read = { forward: readForwardLine, only: readEntry, shares: readShareLine }[
    setting as string
  ];
  if (read === undefined || !Array.isArray(value)) return null;
  const index = value.findIndex((text) => read(String(text)) === null);
  return index === -1 ? null : index;
}

/** Reads a forward as a project has it: `8080:80`, `5353:53/udp`, `8443:443 uplink`. */
export function readForwardLine(text: string) {
  const ports = text.replace(/ uplink$/, "");
  return readForward(ports, ports === text ? "host" : "uplink");
}

/** A share as a project has it, with its folder as the project names it. */
export interface ShareLine {
  readonly folder: string;
  readonly guestFolder: string;
  readonly readOnly: boolean;
}

/** Reads a share as a project has it: `src:/src`, `docs:/docs read-only`; null for anything else. */
export function readShareLine(text: string): ShareLine | null {
  const place = text.replace(/ read-only$/, "");
  const [folder = "", guestFolder = ""] = place.split(":");
  return v.is(guestFolderSchema, guestFolder)
    ? { folder, guestFolder, readOnly: place !== text }
    : null;
}

function textOf(node: YamlNode): string | undefined {
  const isText = node.kind === "scalar" && node.style !== "block" && !isLeftOut(node);
  return isText && (node.tag === null || node.tag === "str") ? node.text : undefined;
}

/** A number as everybody reads it: `010` and `1e3` are others in YAML 1.1 than in 1.2. */
function numberOf(node: YamlNode): number | undefined {
  const text = textOf(node);
  return text !== undefined && /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

/** MiB: a number of them, or a size. */
function memoryOf(node: YamlNode): number | undefined {
  const bytes = parseSize(textOf(node) ?? "");
  return numberOf(node) ?? (bytes === null ? undefined : bytes / 1024 ** 2);
}

/** As YAML 1.1 and 1.2 both read it. */
function booleanOf(node: YamlNode): boolean | undefined {
  const text = textOf(node);
  return text === "true" ? true : text === "false" ? false : undefined;
}

/** Variables: what looks like a number is text for a shell. */
function envOf(node: YamlNode): unknown {
  if (node.kind !== "map") return undefined;
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, textOf(value)]));
}

/** A step of the provisioning; its text may stand below `|`. */
function stepOf(node: YamlNode): unknown {
  if (node.kind !== "map") return undefined;
  return Object.fromEntries(
    node.entries.map(({ key, value }) => [
      key.text,
      key.text === "run" ? yamlTextOf(value) : textOf(value),
    ]),
  );
}

function listOf(read: (node: YamlNode) => unknown) {
  return (node: YamlNode) => (node.kind === "list" ? node.items.map(read) : undefined);
}
