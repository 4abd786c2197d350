import { join } from "node:path";
import { ensureFolder, watchFolders } from "../../adapters/files/folder-watch.ts";
import { checkBase } from "../../adapters/image/base-image.ts";
import { findHalfKey, findSshKeys, makeSshKey } from "../../adapters/ssh/keys.ts";
import { definitionIds } from "../../adapters/store/definition-folder.ts";
import { readMachines } from "../../adapters/store/machine-store.ts";
import {
  basePath,
  readTemplate,
  readTemplates,
  recoverTemplate,
  removeTemplate,
} from "../../adapters/store/template-store.ts";
import { readWarm, readWishes, type WarmState } from "../../adapters/store/warm-store.ts";
import { fail, type Result } from "../../contract/errors/app-error.ts";
import { type WarmView, warmBytes } from "../../contract/template/warm.ts";
import { checkUserData } from "../../core/template/cloud-init.ts";
import type { TemplatesService } from "../base/template-interfaces.ts";
import { flattenMachine } from "../machine/change/flatten.ts";
import { createFromTemplate } from "../machine/change/from-template.ts";
import { clonesOf } from "../registry/linked-disk.ts";
import { withRegistry } from "../registry/parts.ts";
import { moveImages, prepareTemplatesFolder } from "./move.ts";
import type { TemplatesParts } from "./parts.ts";

/** Builds the templates' use cases; nothing is read yet. */
export function createTemplatesService(parts: TemplatesParts): TemplatesService {
  return {
    list: () => listTemplates(parts),
    async add(request, options) {
      // Loaded late: downloading is the largest part of the command, and rarely used.
      const { addTemplate } = await import("./add.ts");
      return addTemplate(parts, request, options);
    },
    delete: (id) => deleteTemplate(parts, id),
    prepareFolder: (folder) => prepareTemplatesFolder(parts, folder),
    moveImages: (options) => moveImages(parts, options),
    recover: (id) => withRegistry(parts, () => recoverTemplate(parts.paths.templates, id)),
    async createMachine(request, options) {
      const boots = (await parts.warmChoice()) === "never";
      return createFromTemplate(parts, request, { ...parts, boots }, options);
    },
    async warm(request, options) {
      if ((await parts.warmChoice()) === "never") return fail("template-warm-never", {});
      const { warmTemplate } = await import("./warm.ts");
      return warmTemplate(parts, request, options);
    },
    async cool(id) {
      const { coolTemplate } = await import("./warm.ts");
      return coolTemplate(parts, id);
    },
    flatten: (id, options) => flattenMachine(parts, id, options),
    checkUserData,
    sshKeys: () => findSshKeys(parts.home),
    halfKey: () => findHalfKey(parts.home),
    makeSshKey: () => makeSshKey(parts.home),
    catalogue: () => parts.catalogue,
    watch(changed) {
      const { templates } = parts.paths;
      ensureFolder(templates);
      // Warmed states come and go within the folders of their templates.
      const look = () => {
        changed();
        void follow();
      };
      const folder = watchFolders(look);
      let hasEnded = false;
      const follow = async () => {
        const ids = await definitionIds(templates).catch(() => []);
        if (hasEnded) return;
        if (folder.follow([templates, ...ids.map((id) => join(templates, id))])) look();
      };
      folder.follow([templates]);
      void follow();
      return () => {
        hasEnded = true;
        folder.close();
      };
    },
  };
}

/** Returns what windows are told of a warmed state. */
function warmView({ record, usedAt }: WarmState): WarmView {
  const { memoryMiB, cpus, diskBytes, user, takenBytes, createdAt } = record;
  const used = new Date(usedAt).toISOString();
  return { memoryMiB, cpus, diskBytes, user, takenBytes, createdAt, usedAt: used };
}

async function listTemplates({ paths }: TemplatesParts): ReturnType<TemplatesService["list"]> {
  const [stored, machines] = await Promise.all([
    readTemplates(paths.templates),
    readMachines(paths.machines),
  ]);
  if (!stored.ok) {
    return { templates: [], broken: [{ id: "", path: paths.templates, problem: stored.error }] };
  }
  const templates = await Promise.all(
    stored.value.templates.map(async (definition) => {
      const { id, name, base } = definition;
      const clones = machines.ok ? await clonesOf(paths, machines.value, id) : [];
      const [checked, states, warmWishes] = await Promise.all([
        checkBase(basePath(paths.templates, id), base, clones),
        readWarm(paths.templates, id),
        readWishes(paths.templates, id),
      ]);
      return {
        id,
        name,
        virtualBytes: base.virtualBytes,
        bytes: base.bytes + warmBytes(states.map(({ record }) => record)),
        clones,
        problem: checked.ok ? null : checked.error,
        definition,
        warm: states.map(warmView),
        warmWishes,
      };
    }),
  );
  return { templates, broken: stored.value.broken };
}

async function deleteTemplate(parts: TemplatesParts, id: string): Promise<Result<void>> {
  const { paths } = parts;
  return withRegistry(parts, async () => {
    const template = await readTemplate(paths.templates, id);
    if (!template.ok) return template;
    const machines = await readMachines(paths.machines);
    if (!machines.ok) return machines;
    const clones = await clonesOf(paths, machines.value, id);
    return clones.length === 0
      ? removeTemplate(paths.templates, id)
      : fail("template-has-clones", { name: template.value.name, machines: clones.join(", ") });
  });
}
