import { mostCertificates } from "../../../base/handed-on.ts";
import type { CertificateFault } from "../../../errors/template.ts";
import type { ErrorWords } from "../../sentence.ts";
import { imageFault } from "../input.ts";
import { yamlFault } from "../yaml.ts";

/** The reasons for which a template is not warmed by itself now. */
const warmLater = {
  battery: "this computer is running on battery",
  memory: "this computer has little free memory",
  disk: "there is little free space for templates",
} as const;

const certificateFaults: Readonly<Record<CertificateFault, string>> = {
  none: "contains no certificate.",
  "too-many": `contains more than ${mostCertificates} certificates.`,
  "too-long": "contains a certificate that is too long.",
  private: "contains a private key, which must not get into a machine. Nothing was passed on.",
  damaged: "contains a certificate that is damaged, or something else.",
};

/** The sentences of errors about templates, user data and keys, in English. */
export const templateErrors = {
  "template-unknown": ({ name }) => ({
    what: `There is no template named “${name}”.`,
    todo: "Choose a template that exists, or add one.",
    typed: "“virtray template list” shows all templates.",
  }),
  "template-name-taken": ({ name }) => ({
    what: `A template named “${name}” exists already.`,
    todo: "Choose another name.",
  }),
  "template-file-newer": ({ path, version }) => ({
    what: `${path} was written by a newer Virtray (version ${version} of the file).`,
    todo: "The file was not changed. Update Virtray.",
  }),
  "templates-folder-invalid": ({ path }) => ({
    what: `“${path}” is not the path of a folder.`,
    todo: "Give the whole path, beginning with “/”.",
  }),
  "templates-folder-gone": ({ path }) => ({
    what: `The folder for templates, ${path}, does not exist or is read-only.`,
    todo: "Connect the disk that holds the folder, or choose another folder in the settings.",
  }),
  "templates-folder-own": ({ path }) => ({
    what: `${path} is inside Virtray’s own folders.`,
    todo: "Choose a folder elsewhere, or use “Reset” to keep templates with Virtray’s data.",
    typed:
      "Give a folder elsewhere, or keep templates with Virtray’s data: virtray template folder default",
  }),
  "template-missing": ({ path, machines }) => ({
    what: `The template’s image ${path} is missing. Machines that need this image: ${machines || "–"}.`,
    todo: "Connect the disk that holds the image, or put the same file back.",
  }),
  "template-changed": ({ path, machines }) => ({
    what: `The template’s image ${path} was modified later. Machines that would be damaged: ${machines || "–"}.`,
    todo: "Restore the original file, for example from a backup. Until then the template’s linked clones do not start.",
  }),
  "template-has-clones": ({ name, machines }) => ({
    what: `The template “${name}” is needed by: ${machines}.`,
    todo: "Delete these machines, or make them independent (“Make independent”).",
    typed: `Delete these machines, or make them independent: virtray flatten ${machines.split(",")[0]}`,
  }),
  "machine-not-linked": ({ name }) => ({
    what: `“${name}” does not depend on any template.`,
  }),
  "template-busy": ({ name }) => ({
    what: `The template “${name}” is being warmed.`,
    todo: "Wait until the template is warmed, or cancel the warming.",
  }),
  "template-not-warm": ({ name }) => ({
    what: `The template “${name}” has no warmed state.`,
    todo: "There is nothing to delete: machines of this template boot.",
    typed: `Warm the template: virtray template warm ${name}`,
  }),
  "template-unfit-to-warm": ({ name }) => ({
    what: `The guest of “${name}” cannot be warmed: that takes a system with cloud-init, systemd and Python.`,
    todo: "Nothing was changed. Machines of this template boot as before.",
  }),
  "template-silent": ({ name, minutes }) => ({
    what: `The guest of “${name}” did not finish its first boot within ${minutes} minutes.`,
    todo: "Nothing was changed. An image without cloud-init cannot be warmed; otherwise give the guest more memory, or try again when this computer is less busy.",
  }),
  "template-guest-ended": ({ name }) => ({
    what: `The guest of “${name}” stopped while it was being warmed.`,
    todo: "Nothing was changed. Create a machine of this template and start it: its log tells more.",
  }),
  "template-warm-other": ({ name, what, memoryMiB, cpus }) =>
    what === "disk"
      ? {
          what: `This machine boots, because its disk is larger than the one of “${name}”.`,
          todo: "The machine was created as usual: start it.",
        }
      : {
          what: `This machine boots, because “${name}” is not warmed for ${memoryMiB} MiB and ${cpus} ${cpus === 1 ? "processor" : "processors"}.`,
          todo: "The machine was created as usual: start it. For the next ones like it the app warms the template, unless the settings forbid it.",
          typed: `The machine was created as usual: start it. For the next ones like it: virtray template warm ${name} --memory ${memoryMiB} --cpus ${cpus}, unless the app warms the template by itself.`,
        },
  "template-warm-stale": ({ name, what }) => ({
    what:
      what === "files"
        ? `The warmed state of “${name}” was changed or damaged, and has been removed.`
        : `The warmed state of “${name}” is of another QEMU, processor or Virtray, and has been removed.`,
    todo: "The machine was created as usual: start it. For the next ones the app warms the template again, unless the settings forbid it.",
    typed: `The machine was created as usual: start it. For the next ones: virtray template warm ${name}, unless the app warms the template by itself.`,
  }),
  "template-warm-later": ({ name, why }) => ({
    what: `The template “${name}” was not warmed, because ${warmLater[why]}.`,
    todo: "Machines of this template boot. Warm the template later on the page “Templates”.",
  }),
  "template-warm-never": () => ({
    what: "The settings say that templates are never warmed.",
    todo: "Choose “By hand” or “Automatic” for “Warm templates” in the settings.",
  }),
  "machine-wake-failed": ({ name }) => ({
    what: `“${name}” did not go on from its template’s warmed state.`,
    todo: "The machine was created as usual: start it. The warmed state has been removed; the app makes another one, unless the settings forbid it.",
  }),
  "machine-unwoken": ({ name }) => ({
    what: `“${name}” was being created when Virtray was ended, and its guest does not know who it is.`,
    todo: "Start the machine: it then boots as usual. Nothing of yours is lost.",
    typed: `Start the machine, which then boots as usual: virtray start ${name}`,
  }),
  "image-unsupported": ({ path, fault, detail = "" }) => ({
    what: `${path} cannot be used: ${imageFault(fault, detail)}.`,
    todo: "Give a qcow2, raw, VMDK, VDI, VHD or VHDX image, one of these compressed with gzip, bzip2, xz or zstd, or an OVA or a zip file with one disk.",
  }),
  "image-reaches-out": ({ path, detail }) => ({
    what: `${path} refers to another file (${detail}), which images from outside must not do.`,
    todo: "Ask the publisher for an independent image. Do not open this one with other programs: they may follow the reference.",
  }),
  "user-data-invalid": ({ file, line, column, fault }) => ({
    what: `${file ?? "The user data"} is not a valid cloud-config (line ${line}, column ${column}): ${yamlFault(fault)}.`,
  }),
  "certificate-invalid": ({ path, fault }) => ({
    what: `${path} ${certificateFaults[fault]}`,
    todo: "Give a file with CA certificates in PEM, which begin with -----BEGIN CERTIFICATE-----.",
  }),
  "proxy-of-host": ({ wrong }) => ({
    what:
      wrong === "none"
        ? "This computer uses no proxy: neither HTTPS_PROXY nor HTTP_PROXY is set."
        : "The proxy in this computer’s HTTPS_PROXY or HTTP_PROXY is of a kind that machines cannot be given.",
    todo: "Name the machine’s proxy by an address, such as http://proxy.example.org:3128.",
  }),
  "proxy-own-host": ({ host, port, gateway }) => ({
    what: `The proxy is at ${host}, which a machine cannot reach: in a machine, ${host} is the machine itself.`,
    todo: `Let the proxy of this computer listen at ${gateway}, too (this computer’s address in the LAN), or forward that port to it, and name it to the machine as http://${gateway}:${port}`,
  }),
} satisfies Partial<ErrorWords>;
