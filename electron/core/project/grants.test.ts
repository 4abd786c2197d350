import { expect, test } from "vitest";
import type { ProjectGrant } from "../../contract/project/project.ts";
import { compareGrants, grantsOf } from "./grants.ts";

const sha256 = "a".repeat(64);
const share = { folder: "src", path: "/p/src", guestFolder: "/src", readOnly: true } as const;
const forward = { protocol: "tcp", hostPort: 8080, port: 80, reach: "uplink" } as const;

test("a machine of a project needs a grant for all that it does", () => {
  const entry = {
    ...{ name: "web", template: "debian-13", memory: 2048, cpus: 2, disk: "20G" },
    ...{ address: "192.168.100.10", user: "ada", wait: [22, 80], autostart: "always" as const },
    ...{
      env: { MODE: "test" },
      ...{ after: ["db"], tags: ["a", "b"], protected: false },
      ...{ proxy: "host", certificates: ["ca.pem"], agent: false },
      keys: ["team.pub"],
      forward: ["8080:80 uplink"],
      userData: { file: "web.yaml" },
    },
  };
  const fingerprints = [`SHA256:${"b".repeat(43)}`];
  const keys = [{ file: "team.pub", lines: ["ssh-ed25519 …"], fingerprints }];
  const userData = { file: "web.yaml", text: "#cloud-config\npackages: []\n", sha256 };
  const step = {
    ...{ key: "set-up.sh", label: "set-up.sh", file: "set-up.sh", text: "true\nfalse\n", sha256 },
    ...({ as: "user", when: "changed" } as const),
  };
  const certificates = [{ file: "ca.pem", certificates: ["…"], sha256 }];
  const more = { steps: [step], forwards: [forward], shares: [share], certificates };
  expect(grantsOf([{ entry, keys, userData, ...more }])).toEqual([
    {
      ...{ kind: "machine", machine: "web", template: "debian-13" },
      settings: [
        ...["memory: 2048", "cpus: 2", "address: 192.168.100.10"],
        ...["disk: 20G", "user: ada", "wait: 22, 80"],
        ...["after: db", "tags: a, b", "protected: false", "proxy: host", "agent: false"],
        ...["env MODE: test", `certificates ca.pem: SHA-256 ${sha256}`],
      ],
    },
    { kind: "keys", machine: "web", file: "team.pub", fingerprints },
    { kind: "user-data", machine: "web", file: "web.yaml", lines: 2, sha256 },
    {
      ...{ kind: "provision", machine: "web", file: "set-up.sh", as: "user", when: "changed" },
      ...{ lines: 2, sha256 },
    },
    { kind: "forward", machine: "web", ...forward },
    { kind: "share", machine: "web", folder: "src", guestFolder: "/src", readOnly: true },
    { kind: "autostart", machine: "web", when: "always" },
  ]);
});

test("a machine with a template alone lets the user’s own keys in", () => {
  const entry = { name: "web", template: "tiny", userData: null };
  const none = { steps: [], forwards: [], shares: [], certificates: [] };
  expect(grantsOf([{ entry, keys: null, userData: null, ...none }])).toEqual([
    { kind: "machine", machine: "web", template: "tiny", settings: [] },
    { kind: "keys", machine: "web", file: null, fingerprints: [] },
  ]);
});

test("new and removed grants are found in any order", () => {
  const machine: ProjectGrant = { kind: "machine", machine: "a", template: "t", settings: [] };
  const before: ProjectGrant = { kind: "autostart", machine: "a", when: "never" };
  const after: ProjectGrant = { kind: "autostart", machine: "a", when: "always" };
  const same: ProjectGrant = { settings: [], template: "t", machine: "a", kind: "machine" };
  expect(compareGrants([after, same], [machine, before])).toEqual({
    added: [after],
    gone: [before],
  });
  expect(compareGrants([after, machine], [same, after])).toEqual({ added: [], gone: [] });
  const [one, other] = [
    ["cpus: 1", "disk: 2G"],
    ["disk: 2G", "cpus: 1"],
  ];
  const agreed = [{ ...machine, settings: other }];
  expect(compareGrants([{ ...machine, settings: one }], agreed)).toEqual({ added: [], gone: [] });
});
