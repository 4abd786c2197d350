import type { ErrorWords } from "../sentence.ts";
import { yamlFault } from "./yaml.ts";

/** The sentences about projects, in English. */
export const projectErrors = {
  "project-missing": ({ path }) => ({
    what: `There is no ${path}.`,
    todo: "Go to a project’s folder, or name the file: --file FILE",
  }),
  "project-invalid": ({ path, line, column, fault }) => ({
    what: `${path}, line ${line}, column ${column}: ${yamlFault(fault)}.`,
  }),
  "project-too-large": ({ count, memoryMiB, most }) => ({
    what: `The project’s machines (${count}) are to have ${memoryMiB} MiB of memory in all, but this computer has ${most} MiB.`,
    todo: "Nothing was done. Give them less memory, or have fewer of them.",
  }),
  "project-file-outside": ({ file, folder }) => ({
    what: `The project names ${file}, which is not in its folder, ${folder}.`,
    todo: "Copy it there. A project that somebody else wrote must not take your files along, so none is read elsewhere but public keys named as ~/….pub.",
  }),
  "project-not-agreed": ({ path, isChanged }) => ({
    what: isChanged
      ? `The project ${path} has changed since you agreed to it, so nothing was done.`
      : `You have not agreed to the project ${path} yet, so nothing was done.`,
    todo: "Read what it asks for. Then run “virtray up” on a terminal, or “virtray up --yes” in a script.",
  }),
  "project-foreign": ({ name, template }) => ({
    what: `There is a machine “${name}” already, and it was not made from the template “${template}”.`,
    todo: "It was left alone. Give the project’s machine another name.",
  }),
  "port-silent": ({ name, address, port, seconds }) => ({
    what: `“${name}” runs, but nothing answered at ${address}, port ${port}, within ${seconds} s.`,
    todo: "It may still be starting: run “virtray up” again to wait on.",
  }),
} satisfies Partial<ErrorWords>;
