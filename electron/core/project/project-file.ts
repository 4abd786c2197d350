import * as v from "valibot";
import { machineNameSchema } from "../../contract/base/primitives.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { ProjectFault } from "../../contract/errors/yaml-fault.ts";
import { type ProjectMachine, projectPathSchema } from "../../contract/project/project.ts";
import {
  isLeftOut,
  type Place,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
  yamlGet,
} from "../base/yaml-model.ts";
import { readYaml } from "../base/yaml-read.ts";
import { writeYaml } from "../base/yaml-write.ts";
import { readUserData } from "../template/read-user-data.ts";
import { findClash } from "./clashes.ts";
import { orderMachines } from "./order.ts";
import { isSetting, type ProjectWrong, readSetting } from "./settings.ts";

/** A machine of a project, its user-data apart: that is text in the end. */
export interface ProjectEntry extends ProjectMachine {
  readonly name: string;
  /** A file to read, or the text itself; null: none. */
  readonly userData: ProjectUserDataSource | null;
}

type ProjectUserDataSource = { readonly file: string } | { readonly text: string };

type Reading<T> =
  | { readonly isRead: true; readonly value: T }
  | { readonly isRead: false; readonly wrong: ProjectWrong };

const read = <T>(value: T): Reading<T> => ({ isRead: true, value });

function refuse({ line, column }: Place, fault: ProjectFault): Reading<never> {
  return { isRead: false, wrong: { line, column, fault } };
}

/**
 * Reads the text of a `virtray.yaml`. What is wrong is told with its line and column, both counted
 * from 1; `path` is for the error.
 */
export function parseProject(text: string, path: string): Result<readonly ProjectEntry[]> {
  const reading = readYaml(text);
  const machines = reading.isRead ? readMachines(reading.root) : reading;
  return machines.isRead
    ? ok(machines.value)
    : fail("project-invalid", { path, ...machines.wrong });
}

function readMachines(root: YamlNode | null): Reading<readonly ProjectEntry[]> {
  if (root?.kind !== "map") return refuse(root ?? { line: 1, column: 1 }, { kind: "no-machines" });
  const known = ["machines", "defaults"];
  const other = root.entries.find(({ key }) => !known.includes(key.text));
  const machines = yamlGet(root, "machines");
  if (other !== undefined) {
    return refuse(other.key, { kind: "setting-unknown", name: other.key.text });
  }
  if (machines?.kind !== "map" || machines.entries.length === 0) {
    return refuse(machines ?? root, { kind: "no-machines" });
  }
  const given = yamlGet(root, "defaults");
  const defaults = given === undefined ? read(nothing) : readDefaults(given);
  if (!defaults.isRead) return defaults;
  const entries: ProjectEntry[] = [];
  for (const { key, value } of machines.entries) {
    if (!v.is(machineNameSchema, key.text)) {
      return refuse(key, { kind: "machine-name", name: key.text });
    }
    const entry = readMachine(key, value, defaults.value);
    if (!entry.isRead) return entry;
    entries.push(entry.value);
  }
  const clash = findClash(entries, machines);
  return clash === null ? orderMachines(entries, machines) : { isRead: false, wrong: clash };
}

/** The settings of a machine, its user-data apart. */
interface Settings {
  readonly settings: Partial<ProjectMachine>;
  readonly userData: ProjectUserDataSource | null;
}

const nothing: Settings = { settings: {}, userData: null };

/** The settings of all machines that have no other ones. */
function readDefaults(node: YamlNode): Reading<Settings> {
  return node.kind === "map"
    ? readSettings(node)
    : refuse(node, { kind: "no-settings", name: "defaults" });
}

/** A machine's own settings come before the defaults; of variables each one by itself does. */
function readMachine(name: YamlScalar, node: YamlNode, defaults: Settings): Reading<ProjectEntry> {
  const isEmpty = node.kind === "scalar" && isLeftOut(node);
  const hasDefaults = defaults.settings.template !== undefined;
  if (node.kind !== "map" && !(isEmpty && hasDefaults)) {
    return refuse(node, { kind: "no-settings", name: name.text });
  }
  const own = node.kind === "map" ? readSettings(node) : read(nothing);
  if (!own.isRead) return own;
  const { settings, userData } = own.value;
  const template = settings.template ?? defaults.settings.template;
  if (template === undefined) return refuse(node, { kind: "no-template" });
  const env = { ...defaults.settings.env, ...settings.env };
  return read({
    ...defaults.settings,
    ...settings,
    ...(Object.keys(env).length === 0 ? {} : { env }),
    ...{ name: name.text, template, userData: userData ?? defaults.userData },
  });
}

function readSettings(node: YamlMap): Reading<Settings> {
  let settings: Partial<ProjectMachine> = {};
  let userData: ProjectUserDataSource | null = null;
  for (const { key, value } of node.entries) {
    if (!isSetting(key.text)) return refuse(key, { kind: "setting-unknown", name: key.text });
    if (key.text === "user-data") {
      const source = readUserDataSource(value);
      if (!source.isRead) return source;
      userData = source.value;
    } else {
      const setting = readSetting(key.text, value);
      if (!setting.isRead) return setting;
      settings = { ...settings, ...setting.value };
    }
  }
  return read({ settings, userData });
}

/** User-data is a file's name in one line, the text of a file below `|`, or its lines. */
function readUserDataSource(node: YamlNode): Reading<ProjectUserDataSource> {
  if (node.kind === "map") {
    const text = `#cloud-config\n${writeYaml(node)}`;
    const judged = readUserData(text);
    return judged.isRead ? read({ text }) : refuse(node, judged.wrong.fault);
  }
  const text = node.kind === "scalar" && !isLeftOut(node) ? node.text : null;
  const wrong: ProjectFault = { kind: "setting", setting: "user-data", text };
  if (node.kind !== "scalar" || text === null) return refuse(node, wrong);
  if (node.style !== "block" && !text.includes("\n")) {
    return v.is(projectPathSchema, text) ? read({ file: text }) : refuse(node, wrong);
  }
  const judged = readUserData(text);
  if (judged.isRead) return read({ text });
  const { line, fault } = judged.wrong;
  // The text begins in the line below its “|”; quotes and folding move lines.
  const isBelow = node.style === "block";
  return refuse(isBelow ? { line: node.line + line, column: 1 } : node, fault);
}
