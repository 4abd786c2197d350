import type { ErrorWords } from "./en.ts";

/** The sentences about projects, in English. */
export const projectErrors = {
  "project-missing": ({ path }) => ({
    what: `There is no ${path}.`,
    todo: "Go to a project’s folder, or name the file: --file FILE",
  }),
  "project-invalid": ({ path, line, column, detail }) => ({
    what: `${path}, line ${line}, column ${column}: ${detail}.`,
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
