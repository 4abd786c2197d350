import { expect, it } from "vitest";
import { sampleMachine } from "../../contract/testing/samples.ts";
import { ansibleHost, ansibleInventory } from "./ansible-inventory.ts";

const knownHosts = { path: "/m/known_hosts", isKnown: false };
const web = sampleMachine({ name: "web", user: "ada", tags: ["db", "eu-1"] });

it("has groups for all, for those that run, and for each tag", () => {
  const mail = sampleMachine({ name: "mail" });
  const found = ansibleInventory([
    { definition: web, isRunning: true, knownHosts },
    { definition: mail, isRunning: false, knownHosts },
  ]);
  const { _meta, ...groups } = found;
  expect(groups).toEqual({
    virtray: { hosts: ["web", "mail"] },
    running: { hosts: ["web"] },
    tag_db: { hosts: ["web"] },
    tag_eu_1: { hosts: ["web"] },
  });
  expect(Object.keys(_meta.hostvars)).toEqual(["web", "mail"]);
});

it("tells Ansible the login of a machine, with paths of any characters", () => {
  const made = { ...web, identities: ["/h/work key", "/h/second"] };
  expect(ansibleHost(made, { ...knownHosts, path: "/it's/100%/known_hosts" })).toEqual({
    ansible_host: web.network.address,
    ansible_user: "ada",
    ansible_ssh_private_key_file: "/h/work key",
    ansible_ssh_common_args: `-o 'UserKnownHostsFile="/it'\\''s/100%%/known_hosts"' -o StrictHostKeyChecking=accept-new`,
  });
});

it("has Ansible refuse another host key once that of the machine is known", () => {
  const { ansible_ssh_common_args } = ansibleHost(web, { ...knownHosts, isKnown: true });
  expect(ansible_ssh_common_args).toMatch(/ -o StrictHostKeyChecking=yes$/);
});
