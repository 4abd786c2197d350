import type { ProjectFault, ProjectSetting, YamlFault } from "../../errors/yaml-fault.ts";

/** The possible values of each setting of a machine in a `virtray.yaml`. */
const settings: Readonly<Record<ProjectSetting, string>> = {
  template: "template is a template’s name, such as debian-13",
  memory: "memory is a whole number of MiB, or a size such as 2G",
  cpus: "cpus is a whole number from 1 on",
  disk: "disk is a size such as 20G, 64T at most",
  address: "address is an IPv4 address, such as 192.168.100.7",
  user: "user has 1 to 32 lower-case letters, digits, hyphens and underscores, and begins with a letter or an underscore",
  keys: "keys is a list of files with public keys, such as [team.pub]",
  "user-data": "user-data is the name of a file, the text of one below “|”, or its lines",
  wait: "wait is a list of TCP ports from 1 to 65535, such as [22, 80]",
  autostart: "autostart is never, always or as-before",
  forward:
    "forward is a list of ports here and in the machine, such as [8080:80, 5353:53/udp, 8443:443 uplink]",
};

/** Names the faults of a project or of user-data. */
export function yamlFault(fault: ProjectFault): string {
  switch (fault.kind) {
    case "character":
      return `the character ${fault.code} may not stand here; in double quotes it can be written as an escape`;
    case "tab":
      return "there is a tab, where only blanks may be";
    case "indent":
      return "this is not indented like what it belongs to";
    case "unclosed":
      return "a quote, a bracket, a comma or a blank is missing";
    case "escape":
      return "in double quotes, this backslash means nothing; write \\\\ or use single quotes";
    case "scalar-start":
      return "this text needs quotes, because it holds a character that means something in YAML";
    case "key":
      return "a key is one word or text with its colon in the same line; text with {{ or a “?” in front needs quotes";
    case "key-twice":
      return `“${fault.name}” stands here twice`;
    case "second-document":
      return "only one document may be here, but a second one begins";
    case "directive":
      return "lines that begin with “%” cannot be used here";
    case "alias":
      return `*${fault.name} refers to nothing before it`;
    case "anchor":
      return `&${fault.name} is there already, or has other characters than letters, digits, “-” and “_”`;
    case "alias-many":
      return "its aliases repeat too much";
    case "nesting":
      return "it nests too deeply";
    case "merge":
      return "<< takes “key: value” lines, or a list of such";
    case "tag":
      return `the tag ${fault.tag} cannot be used here`;
    case "value":
      return `“${fault.text}” looks like a number, a date or a command of YAML, and is none that is possible; put text in quotes`;
    case "syntax":
      return "this is no YAML";
    default:
      return projectFault(fault);
  }
}

function projectFault(fault: Exclude<ProjectFault, YamlFault>): string {
  switch (fault.kind) {
    case "too-long":
      return `it has more than ${fault.most} characters`;
    case "script":
      return `it begins with “${fault.first}”, but only a cloud-config can be joined with Virtray’s own; put scripts into its runcmd`;
    case "mime":
      return "it has several parts (MIME), which cannot be joined with Virtray’s own; give the cloud-config among them alone";
    case "gzip":
      return "it is packed with gzip; unpack it, so that it can be joined with Virtray’s own";
    case "no-map":
      return "there are no “key: value” lines at its top";
    case "keys-no-list":
      return "ssh_authorized_keys is a list of keys";
    case "no-machines":
      return "it begins with “machines:”, and below that stands each machine by its name";
    case "no-template":
      return "the machine needs a template: template: debian-13";
    case "setting-unknown":
      return `“${fault.name}” is no setting`;
    case "machine-name":
      return `“${fault.name}” cannot be a machine’s name: that has 1 to 63 lower-case letters, digits and hyphens, and neither begins nor ends with a hyphen`;
    case "no-settings":
      return `below “${fault.name}” stand the machine’s settings, at least: template: debian-13`;
    case "setting": {
      const possible = settings[fault.setting];
      return fault.text === null ? possible : `“${fault.text}” is not possible: ${possible}`;
    }
    case "forward-twice":
      return `the forward ${fault.forward} takes a port that leads to “${fault.by}” already`;
    case "address-twice":
      return `${fault.address} is the address of “${fault.by}” already`;
  }
}
