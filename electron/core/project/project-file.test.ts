import fc from "fast-check";
import { expect, test } from "vitest";
import schema from "../../../assets/virtray.schema.json" with { type: "json" };
import { machineNameSchema } from "../../contract/base/primitives.ts";
import { ok } from "../../contract/errors/app-error.ts";
import { autostartWhenSchema } from "../../contract/machine/machine.ts";
import { projectMachineSchema } from "../../contract/project/project.ts";
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
        userData: {
          text: `#cloud-config
packages: [ nginx ]
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

test.each([
  ["a tab", "machines:\n\tweb: {}\n", 2, 1],
  ["a list of machines", "machines:\n  - web\n", 2, 5],
  ["no machines", "machines: {}\n", 1, 11],
  ["nothing", "", 1, 1],
  ["a text", "hello\n", 1, 1],
  ["no template", "machines:\n  web:\n    memory: 1\n", 3, 5],
  ["a name with a blank", "machines:\n  web server:\n    template: a\n", 2, 3],
  ["a memory in words", "machines:\n  web:\n    template: a\n    memory: much\n", 4, 13],
  ["a setting that does not exist", "machines:\n  web:\n    template: a\n    ram: 1\n", 4, 5],
  ["a port out of range", "machines:\n  web:\n    template: a\n    wait: [22, 70000]\n", 4, 16],
  ["a wrong address", "machines:\n  web:\n    template: a\n    address: 10.0.0\n", 4, 14],
  ["a name twice", "machines:\n  web: {template: a}\n  web: {template: b}\n", 3, 3],
])("%s is told with line and column", (_what, text, line, column) => {
  expect(parseProject(text, path)).toMatchObject({
    ok: false,
    error: { code: "project-invalid", params: { path, line, column } },
  });
});

test("aliases work, and a bomb of them is refused", () => {
  expect(
    parseProject("machines:\n  a: &a {template: t, memory: 512}\n  b: *a\n", path),
  ).toMatchObject({ ok: true, value: [{ name: "a" }, { name: "b", memory: 512 }] });
  const bomb = Array.from({ length: 12 }, (_, n) =>
    n === 0
      ? "x0: &x0 [a, a]"
      : `x${n}: &x${n} [${Array(10)
          .fill(`*x${n - 1}`)
          .join(", ")}]`,
  ).join("\n");
  expect(parseProject(`${bomb}\nmachines: {}\n`, path)).toMatchObject({ ok: false });
});

test.each(["[", "{a: ", "- ", "? "])("a text that nests too deeply by “%s” is refused", (part) => {
  const text = `machines:\n  a:\n    user-data:\n      ${part.repeat(3000)}`;
  expect(parseProject(text, path)).toMatchObject({
    ok: false,
    error: { code: "project-invalid", params: { line: 4, detail: "it nests too deeply" } },
  });
});

test("an alias in user-data to what stands elsewhere keeps its value", () => {
  const text = `machines:
  a:
    template: t
    memory: &size 512
    user-data: {size: *size, one: &one [x], two: *one, three: *size}
  b: &b
    template: t
    user-data: &data {mode: 0644}
  c: *b
  d: {template: t, user-data: *data}
`;
  const own = "{ size: &size 512, one: &one [ x ], two: *one, three: *size }";
  const data = "&data { mode: 0644 }";
  expect(parseProject(text, path)).toMatchObject({
    ok: true,
    value: [own, data, data, data].map((line) => ({
      userData: { text: `#cloud-config\n${line}\n` },
    })),
  });
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
  expect(Object.keys(machine.properties)).toEqual(Object.keys(projectMachineSchema.entries));
  expect(schema.properties.machines.propertyNames.pattern).toBe(
    machineNameSchema.pipe[1].requirement.source,
  );
  expect(machine.properties.autostart.enum).toEqual(autostartWhenSchema.options);
});
