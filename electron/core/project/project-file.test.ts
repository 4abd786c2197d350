import fc from "fast-check";
import { expect, test } from "vitest";
import schema from "../../../assets/virtray.schema.json" with { type: "json" };
import { machineNameSchema } from "../../contract/base/primitives.ts";
import { appError, fail, ok } from "../../contract/errors/app-error.ts";
import type { ProjectFault, ProjectSetting } from "../../contract/errors/yaml-fault.ts";
import { autostartWhenSchema } from "../../contract/machine/machine.ts";
import { projectMachineSchema } from "../../contract/project/project.ts";
import { wordsFor } from "../../contract/words/catalogues.ts";
import { describeError } from "../../contract/words/words.ts";
import { parseProject } from "./project-file.ts";

const path = "/project/virtray.yaml";

test("a whole file", () => {
  const text = `# two machines
machines:
  web:
    template: debian-13
    memory: 2048
    cpus: 2
    disk: 20G
    address: 192.168.100.10
    user: ada
    keys: [~/.ssh/id_ed25519.pub]
    user-data:
      packages: [nginx]
      write_files:
        - path: /etc/note
          permissions: 0644
    wait: [22, 80]
    autostart: always
    forward: ["8080:80", 8443:443 uplink, 5353:53/udp]
    only: [pypi.org, "github.com:443"]
    shares: [.:/src, docs/a b:/docs read-only]
  db:
    template: debian-13
    user-data: db.yaml
`;
  expect(parseProject(text, path)).toEqual(
    ok([
      {
        name: "web",
        template: "debian-13",
        memory: 2048,
        cpus: 2,
        disk: "20G",
        address: "192.168.100.10",
        user: "ada",
        keys: ["~/.ssh/id_ed25519.pub"],
        wait: [22, 80],
        autostart: "always",
        forward: ["8080:80", "8443:443 uplink", "5353:53/udp"],
        only: ["pypi.org", "github.com:443"],
        shares: [".:/src", "docs/a b:/docs read-only"],
        userData: {
          text: `#cloud-config
packages:
  - nginx
write_files:
  - path: /etc/note
    permissions: 0644
`,
        },
      },
      { name: "db", template: "debian-13", userData: { file: "db.yaml" } },
    ]),
  );
});

const inMachine = (text: string) => `machines:\n  web:\n    template: a\n    ${text}\n`;

test.each<[string, string, number, number, ProjectFault]>([
  ["a tab", "machines:\n\tweb: {}\n", 2, 1, { kind: "tab" }],
  ["a list of machines", "machines:\n  - web\n", 2, 3, { kind: "no-machines" }],
  ["no machines", "machines: {}\n", 1, 11, { kind: "no-machines" }],
  ["nothing", "", 1, 1, { kind: "no-machines" }],
  ["a text", "hello\n", 1, 1, { kind: "no-machines" }],
  [
    "a setting beside machines",
    "x: 1\nmachines: {}\n",
    1,
    1,
    { kind: "setting-unknown", name: "x" },
  ],
  ["a list of settings", "machines:\n  web: [a]\n", 2, 8, { kind: "no-settings", name: "web" }],
  ["no template", "machines:\n  web:\n    memory: 1\n", 3, 5, { kind: "no-template" }],
  [
    "a name with a blank",
    "machines:\n  web server: {}\n",
    2,
    3,
    { kind: "machine-name", name: "web server" },
  ],
  [
    "the name __proto__",
    "machines:\n  __proto__: {}\n",
    2,
    3,
    { kind: "machine-name", name: "__proto__" },
  ],
  [
    "a setting that does not exist",
    inMachine("ram: 1"),
    4,
    5,
    { kind: "setting-unknown", name: "ram" },
  ],
  [
    "a name twice",
    "machines:\n  web: {template: b}\n  web: {template: b}\n",
    3,
    3,
    { kind: "key-twice", name: "web" },
  ],
  [
    "a memory in words",
    inMachine("memory: much"),
    4,
    13,
    { kind: "setting", setting: "memory", text: "much" },
  ],
  [
    "a memory of none",
    inMachine("memory: 0"),
    4,
    13,
    { kind: "setting", setting: "memory", text: "0" },
  ],
  [
    "a number that YAML 1.1 reads as another",
    inMachine("memory: 0256"),
    4,
    13,
    { kind: "setting", setting: "memory", text: "0256" },
  ],
  ["a value left out", inMachine("cpus:"), 4, 10, { kind: "setting", setting: "cpus", text: null }],
  [
    "a disk that no file can hold",
    inMachine("disk: 20000T"),
    4,
    11,
    { kind: "setting", setting: "disk", text: "20000T" },
  ],
  [
    "a disk without a unit",
    inMachine("disk: 20"),
    4,
    11,
    { kind: "setting", setting: "disk", text: "20" },
  ],
  [
    "a port out of range",
    inMachine("wait: [22, 70000]"),
    4,
    16,
    { kind: "setting", setting: "wait", text: "70000" },
  ],
  [
    "a port that is no list",
    inMachine("wait: 22"),
    4,
    11,
    { kind: "setting", setting: "wait", text: "22" },
  ],
  [
    "a wrong address",
    inMachine("address: 10.0.0"),
    4,
    14,
    { kind: "setting", setting: "address", text: "10.0.0" },
  ],
  [
    "a wrong start",
    inMachine("autostart: yes"),
    4,
    16,
    { kind: "setting", setting: "autostart", text: "yes" },
  ],
  [
    "a share at no place in the guest",
    inMachine("shares: [src:/src, src:/a/../b]"),
    4,
    24,
    { kind: "setting", setting: "shares", text: "src:/a/../b" },
  ],
  [
    "a share of a folder elsewhere",
    inMachine("shares: [~/x:/src]"),
    4,
    14,
    { kind: "setting", setting: "shares", text: "~/x:/src" },
  ],
  [
    "a forward out of range",
    inMachine("forward: [8080:80, 70000:1]"),
    4,
    24,
    { kind: "setting", setting: "forward", text: "70000:1" },
  ],
  [
    "keys that are no files",
    inMachine("keys: [a, {b: c}]"),
    4,
    15,
    { kind: "setting", setting: "keys", text: null },
  ],
  [
    "user-data that are a list",
    inMachine("user-data: [a]"),
    4,
    16,
    { kind: "setting", setting: "user-data", text: null },
  ],
  [
    "user-data that are a script",
    inMachine("user-data: |\n      #!/bin/sh\n      ls"),
    5,
    1,
    { kind: "script", first: "#!/bin/sh" },
  ],
  [
    "a tab within user-data's text",
    inMachine("user-data: |\n      a: 1\n      b:\tc"),
    6,
    1,
    { kind: "tab" },
  ],
  [
    "user-data's keys that are no list",
    inMachine("user-data: {ssh_authorized_keys: x}"),
    4,
    16,
    { kind: "keys-no-list" },
  ],
  ["braces of a template", inMachine("user-data: {a: {{ x }}}"), 4, 21, { kind: "key" }],
  [
    "a forward of two machines",
    "machines:\n  a: {template: t, forward: [8080:80]}\n  b: {template: t, forward: [81:80, 8080:90]}\n",
    ...([3, 37, { kind: "forward-twice", forward: "8080:90", by: "a" }] as const),
  ],
  [
    "an address of two machines",
    "machines:\n  a: &a {template: t, address: 10.0.0.1}\n  b: {<<: *a, cpus: 2}\n",
    ...([2, 32, { kind: "address-twice", address: "10.0.0.1", by: "a" }] as const),
  ],
])("%s is refused with line and column", (_what, text, line, column, fault) => {
  expect(parseProject(text, path)).toEqual(fail("project-invalid", { path, line, column, fault }));
});

test.each([
  ["2048", 2048],
  ["2G", 2048],
  ['"256"', 256],
  ["0.5G", 512],
])("a memory of %s is %d MiB", (text, memory) => {
  expect(parseProject(inMachine(`memory: ${text}`), path)).toMatchObject({ value: [{ memory }] });
});

test.each(["007", "1e3", "constructor", "0x10", "null", "1-30"])(
  "a machine may be called %s",
  (name) => {
    const text = `machines:\n  ${name}: {template: t, user-data: {a: 1}}\n`;
    expect(parseProject(text, path)).toMatchObject({
      value: [{ name, userData: { text: "#cloud-config\na: 1\n" } }],
    });
  },
);

test.each([
  ["|\n      # x\n      packages: [nginx]", "# x\npackages: [nginx]\n"],
  ["|-\n      #cloud-config\n      a: b", "#cloud-config\na: b"],
  ['"a: b\\nc: d"', "a: b\nc: d"],
])("user-data in a text is the text itself: %j", (written, text) => {
  expect(parseProject(inMachine(`user-data: ${written}`), path)).toMatchObject({
    value: [{ userData: { text } }],
  });
});

test("user-data has values of all the types that guests know", () => {
  const text = inMachine("user-data: {a: !!binary aGk=, b: !!timestamp 2026-01-02, c: !!str 1}");
  expect(parseProject(text, path)).toMatchObject({
    value: [
      {
        userData: {
          text: '#cloud-config\na: !!binary "aGk="\nb: !!timestamp "2026-01-02"\nc: "1"\n',
        },
      },
    ],
  });
});

test("aliases and << work, and a bomb of them is refused", () => {
  const text = `machines:
  a: &a {template: t, memory: 512}
  b: *a
  c: {<<: *a, cpus: 2, memory: 256}
`;
  expect(parseProject(text, path)).toMatchObject({
    value: [{ name: "a" }, { name: "b", memory: 512 }, { template: "t", memory: 256, cpus: 2 }],
  });
  const bomb = Array.from({ length: 12 }, (_, n) =>
    n === 0
      ? "x0: &x0 [a, a]"
      : `x${n}: &x${n} [${Array(10)
          .fill(`*x${n - 1}`)
          .join(", ")}]`,
  ).join("\n");
  expect(parseProject(`${bomb}\nmachines: {}\n`, path)).toMatchObject({
    error: { params: { fault: { kind: "alias-many" } } },
  });
});

test.each(["[", "{a: ", "- "])("a text that nests too deeply by “%s” is refused", (part) => {
  const text = `machines:\n  a:\n    user-data:\n      ${part.repeat(3000)}`;
  expect(parseProject(text, path)).toMatchObject({
    error: { code: "project-invalid", params: { line: 4, fault: { kind: "nesting" } } },
  });
});

test("an alias in user-data to what stands elsewhere is written out", () => {
  const text = `machines:
  a:
    template: t
    memory: &size 512
    user-data: {size: *size, one: &one [x], two: *one}
  b: &b
    template: t
    user-data: &data {mode: 0644}
  c: *b
  d: {template: t, user-data: *data}
`;
  const data = "mode: 0644";
  expect(parseProject(text, path)).toMatchObject({
    value: ["size: 512\none:\n  - x\ntwo:\n  - x", data, data, data].map((lines) => ({
      userData: { text: `#cloud-config\n${lines}\n` },
    })),
  });
});

test("each fault has a sentence in both languages", () => {
  const error = (setting: ProjectSetting) =>
    appError("project-invalid", {
      ...{ path, line: 1, column: 2 },
      fault: { kind: "setting", setting, text: "x" },
    });
  for (const setting of Object.keys(schema.definitions.machine.properties)) {
    const [english, german] = (["en", "de"] as const).map(
      (language) => describeError(wordsFor(language), error(setting as ProjectSetting)).what,
    );
    expect(english).toMatch(
      `/project/virtray.yaml, line 1, column 2: “x” is not possible: ${setting} `,
    );
    expect(german).toMatch(
      `/project/virtray.yaml, Zeile 1, Spalte 2: „x“ ist nicht möglich: ${setting} `,
    );
  }
});

test("no text makes it throw", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const each of [text, `machines:\n  a:\n    template: ${text}`, `machines: {${text}}`]) {
        expect(typeof parseProject(each, path).ok).toBe("boolean");
      }
    }),
  );
});

test("the schema for editors has the same settings", () => {
  const { machine } = schema.definitions;
  expect(Object.keys(machine.properties).filter((name) => name !== "user-data")).toEqual(
    Object.keys(projectMachineSchema.entries),
  );
  expect(schema.properties.machines.propertyNames.pattern).toBe(
    machineNameSchema.pipe[1].requirement.source,
  );
  expect(machine.properties.autostart.enum).toEqual(autostartWhenSchema.options);
});

test("defaults are for what a machine leaves out, and each variable by itself", () => {
  const text = `defaults:
  template: debian
  memory: 512
  env: { MODE: test, PORT: 80 }
machines:
  web:
    after: db
    memory: 1024
    env: { MODE: live }
    tags: [prod]
    note: Ada’s
    protected: true
    provision:
      - run: set-up.sh
      - { run: "echo $MODE", as: user, when: always }
      - run: |
          apt-get update
          true
  db:
`;
  const parsed = parseProject(text, path);
  // The one that comes first stands first.
  expect(parsed).toEqual(
    ok([
      {
        ...{ name: "db", template: "debian", memory: 512, userData: null },
        env: { MODE: "test", PORT: "80" },
      },
      {
        ...{ name: "web", template: "debian", memory: 1024, userData: null, after: ["db"] },
        ...{ tags: ["prod"], note: "Ada’s", protected: true },
        env: { MODE: "live", PORT: "80" },
        provision: [
          { run: "set-up.sh" },
          { run: "echo $MODE", as: "user", when: "always" },
          { run: "apt-get update\ntrue\n" },
        ],
      },
    ]),
  );
});

test.each([
  ["after: nobody", "“nobody” is not a machine of this file", "after: nobody"],
  ["after: [b, a ready]", "“a” would have to come before itself", "after: [b, a ready]"],
  ["after: b soon", "“b soon” is not possible: after is", "after: b soon"],
  ["env: { 1X: a }", "env has a line for each variable", "env: { 1X: a }"],
  ["provision: [{ as: root }]", "provision is a list of steps", "provision"],
  ["provision: [{ run: a, as: ada }]", "provision is a list of steps", "provision"],
  ["provision: [{ run: a, whem: once }]", "provision is a list of steps", "provision"],
  ["tags: [Prod]", "“Prod” is not possible: tags is", "tags"],
  ["protected: yes", "“yes” is not possible: protected is true or false", "protected"],
  ["proxy: proxy:3128", "“proxy:3128” is not possible: proxy is host", "proxy"],
  [`proxy: 'http://proxy"; x'`, "is not possible: proxy is host", "proxy"],
  ["certificates: ca.pem", "“ca.pem” is not possible: certificates is a list", "certificates"],
  ["agent: no", "“no” is not possible: agent is true or false", "agent"],
])("%s is told of", (line, said) => {
  const text = `machines:\n  a: { template: t }\n  b:\n    template: t\n    ${line}\n`;
  const parsed = parseProject(
    text.replace(
      "a: { template: t }",
      line.includes("[b, a") ? "a: { template: t, after: b }" : "a: { template: t }",
    ),
    path,
  );
  if (parsed.ok) throw new Error("It was read.");
  expect(describeError(wordsFor("en"), parsed.error).what).toContain(said);
});
