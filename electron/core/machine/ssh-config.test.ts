import fc from "fast-check";
import { expect, it } from "vitest";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { renderSshConfig, withInclude, withoutInclude } from "./ssh-config.ts";

const machine = sampleMachine({ id: "id-of-web", user: "ada" });

it("has an entry for each machine", () => {
  expect(renderSshConfig([machine], (id) => `/home/a da/${id}/known_hosts`)).toBe(
    `# Written by Virtray at each change of a machine.

Match originalhost web,web.vm.internal exec "test -s '/home/a da/id-of-web/known_hosts'"
  StrictHostKeyChecking yes
Host web web.vm.internal
  HostName 192.168.100.1
  User ada
  UserKnownHostsFile "/home/a da/id-of-web/known_hosts"
  StrictHostKeyChecking accept-new
`,
  );
});

it("tells ssh of the private keys with which a machine was made", () => {
  const made = { ...machine, identities: ["/home/a da/.ssh/100%", "/k"] };
  expect(renderSshConfig([made], () => "/known_hosts")).toContain(
    `  User ada\n  IdentityFile "/home/a da/.ssh/100%%"\n  IdentityFile "/k"\n`,
  );
});

it("stands first, once, and goes without a trace", () => {
  const own = "Host *\n  ForwardAgent no\n";
  const installed = withInclude(own, "/x/ssh_config");
  expect(installed).toBe(
    `# Virtray: machines by their names. To take it back: virtray ssh-config remove\nInclude "/x/ssh_config"\n\n${own}`,
  );
  expect(withInclude(installed, "/x/ssh_config")).toBe(installed);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(withoutInclude(withInclude(text, "/x"))).toBe(text);
    }),
  );
});
