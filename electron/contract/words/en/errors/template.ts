import type { ErrorWords } from "../../sentence.ts";
import { imageFault } from "../input.ts";
import { yamlFault } from "../yaml.ts";

/** The sentences of errors about templates, user-data and keys, in English. */
export const templateErrors = {
  "template-unknown": ({ name }) => ({
    what: `There is no template named “${name}”.`,
    todo: "“virtray template list” shows all templates.",
  }),
  "template-name-taken": ({ name }) => ({
    what: `A template named “${name}” exists already.`,
    todo: "Choose another name.",
  }),
  "template-file-corrupt": ({ path, detail }) => ({
    what: `${path} cannot be read as a template: ${detail}.`,
    todo: "The file was left as it is. Mend it or move its folder away.",
  }),
  "template-file-newer": ({ path, version }) => ({
    what: `${path} was written by a newer Virtray (version ${version} of the file).`,
    todo: "The file was left as it is. Update Virtray.",
  }),
  "templates-folder-invalid": ({ path }) => ({
    what: `“${path}” is no folder’s path.`,
    todo: "Give the whole path, beginning with “/”.",
  }),
  "templates-folder-gone": ({ path }) => ({
    what: `The folder for templates, ${path}, is not there, or cannot be written to.`,
    todo: "Plug in the disk that it is on, or choose another folder in the settings.",
  }),
  "templates-folder-own": ({ path }) => ({
    what: `${path} is in Virtray’s own folders.`,
    todo: "Give a folder elsewhere, or none to keep templates as usual.",
  }),
  "template-missing": ({ path, machines }) => ({
    what: `The template’s image ${path} is gone. Machines that need it: ${machines || "none"}.`,
    todo: "Plug in the disk that it is on, or put the same file back.",
  }),
  "template-changed": ({ path, machines }) => ({
    what: `The template’s image ${path} was changed after it was made. Machines that it would corrupt: ${machines || "none"}.`,
    todo: "Put the original file back. No clone of it starts until then.",
  }),
  "template-has-clones": ({ name, machines }) => ({
    what: `The template “${name}” is needed by: ${machines}.`,
    todo: "Delete them, or make them independent: virtray flatten NAME",
  }),
  "machine-not-linked": ({ name }) => ({
    what: `“${name}” is independent of any template.`,
  }),
  "image-unsupported": ({ path, fault, detail = "" }) => ({
    what: `${path} cannot become a template: ${imageFault(fault, detail)}.`,
    todo: "Give a qcow2, raw, VMDK, VDI or VHDX image, one of these compressed by gzip, xz or zstd, or an OVA with one disk.",
  }),
  "image-reaches-out": ({ path, detail }) => ({
    what: `${path} refers to another file (${detail}), and images from outside may not.`,
    todo: "Ask whoever made it for one that is whole by itself. Do not open it with other programs: they may follow what it names.",
  }),
  "user-data-invalid": ({ file, line, column, fault }) => ({
    what: `${file ?? "The user-data"} cannot be used: line ${line}, column ${column}: ${yamlFault(fault)}.`,
  }),
} satisfies Partial<ErrorWords>;
