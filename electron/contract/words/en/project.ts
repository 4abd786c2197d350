import { formatSize } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";
import { yamlFault } from "./yaml.ts";

/** The sentences about projects, in English. */
export const projectErrors = {
  "project-missing": ({ path }) => ({
    what: `There is no file ${path}.`,
    todo: "Change to the folder of a project, or give the file: --file FILE",
  }),
  "project-invalid": ({ path, line, column, fault }) => ({
    what: `${path}, line ${line}, column ${column}: ${yamlFault(fault)}.`,
  }),
  "project-too-large": ({ count, memoryMiB, most }) => ({
    what: `The project needs ${formatSize("en", memoryMiB * 2 ** 20)} of memory (machines: ${count}), but this computer has ${formatSize("en", most * 2 ** 20)}.`,
    todo: "Nothing was done. Use less memory or fewer machines.",
  }),
  "project-too-many": ({ count, most }) => ({
    what: `The project has ${count} machines, but the switch connects ${most} running machines at most.`,
    todo: "Nothing was done. Put some of the machines into a project of their own, and run one project at a time.",
  }),
  "project-file-outside": ({ file, folder }) => ({
    what: `The project refers to ${file}, which is not in its folder, ${folder}.`,
    todo: "Copy the file there. A project by somebody else must not be able to read your files: outside its folder, only public keys named as ~/….pub are read.",
  }),
  "project-not-agreed": ({ path, isChanged }) => ({
    what: isChanged
      ? `The project ${path} has changed since you agreed to it, so nothing was done.`
      : `You have not agreed to the project ${path} yet, so nothing was done.`,
    todo: "Read what the project asks for. Then run “virtray up” in a terminal, or “virtray up --yes” in a script.",
  }),
  "project-foreign": ({ name, template }) => ({
    what: `A machine “${name}” exists already, but was not created from the template “${template}”.`,
    todo: "The machine was not changed. Give the project’s machine another name.",
  }),
  "project-after-failed": ({ name, after }) => ({
    what: `“${name}” comes after “${after}”, which is not ready.`,
    todo: "Fix what is reported of that machine. To go on from there: virtray up",
  }),
  "project-machine-unknown": ({ name }) => ({
    what: `The project has no machine “${name}”.`,
    todo: "Use a name from the project’s file.",
  }),
  "provision-failed": ({ name, step, exitCode, line, log }) => ({
    what: `The step ${step} failed in “${name}” with exit code ${exitCode}: “${line}”.`,
    todo: `All output of the step is in ${log}. To go on with this step: virtray provision ${name}`,
  }),
  "port-silent": ({ name, address, port, seconds }) => ({
    what: `“${name}” is running, but nothing answered at ${address}, port ${port}, within ${seconds} s.`,
    todo: "The machine may still be starting. To continue waiting: virtray up",
  }),
} satisfies Partial<ErrorWords>;
