import type { ProjectFault, ProjectSetting, YamlFault } from "../../errors/yaml-fault.ts";

/** The possible values of each setting of a machine in a `virtray.yaml`. */
const settings: Readonly<Record<ProjectSetting, string>> = {
  template: "template is a template’s name, such as debian-13",
  memory: "memory is a whole number of MiB, or a size such as 2G",
  cpus: "cpus is a whole number, 1 or more",
  disk: "disk is a size such as 20G, 64T at most",
  address: "address is an IPv4 address, such as 192.168.100.7",
  user: "user has 1 to 32 lower-case letters, digits, hyphens and underscores, and begins with a letter or an underscore",
  keys: "keys is a list of files with public keys, such as [team.pub]",
  "user-data": "user-data is the name of a file, the text of one below “|”, or its lines",
  wait: "wait is a list of TCP ports from 1 to 65535, such as [22, 80]",
  "send-as": "send-as is own or any",
  autostart: "autostart is never, always or as-before",
  forward:
    "forward is a list of ports here and in the machine, such as [8080:80, 5353:53/udp, 8443:443 uplink]",
  only: 'only is a list of names and IPv4 addresses, such as [pypi.org, "github.com:443"]',
  after:
    "after is a machine of this file, such as db, “db ready” or “db started”, or a list of these",
  env: "env has a line for each variable, such as MODE: test, with text in one line",
  provision:
    "provision is a list of steps with run (a file, or a text below “|”), as (root or user) and when (once, always or changed)",
  tags: "tags is a list of words of lower-case letters, digits, dots, hyphens and underscores, such as [prod]",
  note: "note is a text of one line, 200 characters at most",
  protected: "protected is true or false",
  shares:
    "shares is a list of folders in the project’s folder and paths in the machine, such as [src:/src, docs:/docs read-only]",
  proxy: "proxy is host (this computer’s own) or an address, such as http://proxy.example.org:3128",
  certificates: "certificates is a list of files in the project’s folder, such as [ca.pem]",
  agent: "agent is true or false",
};

/** Names the faults of a project or of user-data. */
export function yamlFault(fault: ProjectFault): string {
  switch (fault.kind) {
    case "character":
      return `the character ${fault.code} is not allowed here; in double quotes it can be written as an escape sequence`;
    case "tab":
      return "there is a tab where only spaces are allowed";
    case "indent":
      return "the indentation does not match the lines around it";
    case "unclosed":
      return "a quote, a bracket, a comma or a space is missing";
    case "escape":
      return "this backslash has no meaning in double quotes; write \\\\ or use single quotes";
    case "scalar-start":
      return "this text needs quotes, because it contains a character with a meaning in YAML";
    case "key":
      return "a key is one word or text with its colon in the same line; text with {{ or a “?” in front needs quotes";
    case "key-twice":
      return `“${fault.name}” appears twice`;
    case "second-document":
      return "only one document is allowed, but a second one begins here";
    case "directive":
      return "lines that begin with “%” cannot be used here";
    case "alias":
      return `*${fault.name} refers to nothing above this line`;
    case "anchor":
      return `&${fault.name} exists already, or contains characters other than letters, digits, “-” and “_”`;
    case "alias-many":
      return "the aliases repeat too much";
    case "nesting":
      return "it is nested too deeply";
    case "merge":
      return "<< takes “key: value” lines, or a list of such";
    case "tag":
      return `the tag ${fault.tag} cannot be used here`;
    case "value":
      return `“${fault.text}” looks like a number, a date or a YAML command, but is not a valid one; put text in quotes`;
    case "syntax":
      return "this is not YAML";
    default:
      return projectFault(fault);
  }
}

function projectFault(fault: Exclude<ProjectFault, YamlFault>): string {
  switch (fault.kind) {
    case "too-long":
      return `it has more than ${fault.most} characters`;
    case "script":
      return `it begins with “${fault.first}”, but only a cloud-config can be combined with Virtray’s own; put scripts into runcmd`;
    case "mime":
      return "it has several parts (MIME), which cannot be combined with Virtray’s own; give only the cloud-config part";
    case "gzip":
      return "it is compressed with gzip; unpack it, so that it can be combined with Virtray’s own";
    case "no-map":
      return "there are no “key: value” lines at the top";
    case "keys-no-list":
      return "ssh_authorized_keys is a list of keys";
    case "no-machines":
      return "the file must begin with “machines:”, followed by each machine with its name";
    case "no-template":
      return "the machine needs a template: template: debian-13";
    case "setting-unknown":
      return `“${fault.name}” is not a setting`;
    case "machine-name":
      return `“${fault.name}” cannot be the name of a machine: a name has 1 to 63 lower-case letters, digits and hyphens, and neither begins nor ends with a hyphen`;
    case "after-unknown":
      return `“${fault.name}” is not a machine of this file`;
    case "after-circle":
      return `“${fault.name}” would have to come before itself`;
    case "no-settings":
      return `below “${fault.name}” the machine’s settings are missing, at least: template: debian-13`;
    case "setting": {
      const possible = settings[fault.setting];
      return fault.text === null ? possible : `“${fault.text}” is not possible: ${possible}`;
    }
    case "forward-twice":
      return `the port forward ${fault.forward} uses a port that leads to “${fault.by}” already`;
    case "address-twice":
      return `${fault.address} is the address of “${fault.by}” already`;
  }
}
