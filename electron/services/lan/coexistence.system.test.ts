import { readFileSync } from "node:fs";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type Foreign, makeForeign } from "../../../e2e/rig/lan/foreign.ts";
import { oneShotBundleForTests } from "../../../e2e/rig/lan/netd-bundle.ts";
import { makeLan, type TestLan } from "../../../e2e/rig/lan/test-lan.ts";
import { makeUplink, sh, type TestGuest, type TestUplink } from "../../../e2e/rig/lan/test-net.ts";
import { fine, plugGuest, switchOn } from "../../../e2e/rig/lan/ways.ts";
import { until } from "../../../e2e/rig/until.ts";
import { iptablesFor } from "../../core/firewall/foreign-firewall.ts";
import { planOneShot } from "../../core/root/one-shot-plan.ts";

let one: TestUplink;
let lan: TestLan;
let foreign: Foreign;
const guests: TestGuest[] = [];
const neighbour = "192.168.100.8";

beforeAll(async () => {
  one = await makeUplink("eth1", 1);
  await one.addDefaultRoute(100);
  lan = await makeLan();
  foreign = await makeForeign();
});

beforeEach(async () => {
  await sh("nft", "flush", "ruleset");
});

afterEach(async () => {
  await lanOff();
  await foreign.stopFirewalld();
  await foreign.run("ufw --force disable");
});

afterAll(async () => {
  await sh("nft", "flush", "ruleset");
  await foreign?.close();
  await one?.close();
});

/** Switches the LAN on with two machines, and returns the first one. */
async function lanOn(): Promise<TestGuest> {
  await switchOn(lan);
  const guest = await plugGuest(lan);
  guests.push(guest, await plugGuest(lan, "neighbour", neighbour));
  return guest;
}

async function lanOff(): Promise<void> {
  for (const guest of guests.splice(0)) await guest.close();
  expect(await lan.network.down()).toEqual(fine);
}

/** Returns all rules of this computer, without counters and times. */
async function rules(): Promise<string> {
  const [nft, saved] = await Promise.all([sh("nft", "-s", "list", "ruleset"), sh("iptables-save")]);
  return `${nft}\n${saved}`.replace(/\[\d+:\d+\]/g, "").replace(/^#.*$/gm, "");
}

/** Returns the problem that keeps the LAN from forwarding. */
async function blocker() {
  const problem = await until("it is said", async () => (await lan.network.read()).lan.problems[0]);
  if (problem.code !== "lan-forward-blocked") throw new Error(problem.code);
  return problem.params;
}

async function once(action: "allow-through-firewall" | "take-back-firewall"): Promise<void> {
  const order = Buffer.from(JSON.stringify({ v: 1, once: { do: action } })).toString("base64url");
  const bundle = await oneShotBundleForTests();
  const { stdout } = await execa(process.execPath, [bundle, action, order], { reject: false });
  expect(JSON.parse(stdout)).toEqual({ ok: true });
}

/**
 * Returns the rules that iptables lists now and did not before, without that for frames between fast cables,
 * which is there while the LAN is on.
 */
async function added(before: string, program = "iptables"): Promise<readonly string[]> {
  const known = new Set(before.split("\n"));
  return (await sh(program, "-S"))
    .split("\n")
    .filter((line) => !known.has(line) && !line.includes("--comment virtray-bridge"));
}

/** Returns the change as shown before root is asked, as the rules that iptables would list. */
async function shown(): Promise<readonly string[]> {
  const { interface: name, entry, table } = await blocker();
  const program = iptablesFor(table);
  if (program === null) throw new Error(table);
  const firewall = { lan: name, chain: entry, program };
  const steps = planOneShot(
    { do: "allow-through-firewall" },
    { user: "", firewall, tagged: [], hosts: null },
  );
  return steps.map((step) =>
    step.do === "run" ? step.args.join(" ").replace("-w -I", "-A") : step.do,
  );
}

const words = (line: string) => line.split(" ");
async function iptables(lines: string, program = "iptables"): Promise<void> {
  for (const line of lines.split("\n").filter((each) => each.trim() !== ""))
    await sh(program, "-w", ...words(line.trim()));
}

/** The rules that dockerd makes at each start; a web server's port 8080 is published. */
const dockersOwn = `
  -t nat -A DOCKER -i docker0 -j RETURN
  -t nat -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
  -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
  -A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
  -A DOCKER-ISOLATION-STAGE-1 -j RETURN
  -A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
  -A DOCKER-ISOLATION-STAGE-2 -j RETURN
  -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  -A FORWARD -o docker0 -j DOCKER
  -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
  -A FORWARD -i docker0 -o docker0 -j ACCEPT
  -I FORWARD -j DOCKER-ISOLATION-STAGE-1
  -I FORWARD -j DOCKER-USER`;

/** Docker's layout as it is after its first start. */
const docker = `
  -P FORWARD DROP
  -t nat -N DOCKER
  -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
  -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
  -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
  -N DOCKER
  -N DOCKER-ISOLATION-STAGE-1
  -N DOCKER-ISOLATION-STAGE-2
  -N DOCKER-USER
  -A DOCKER-USER -j RETURN
  ${dockersOwn}`;

/**
 * The effect of a restart: its chains are new, and the jumps into them; DOCKER-USER belongs to the
 * user.
 */
const dockerAgain = `
  -P FORWARD DROP
  -t nat -F DOCKER
  -F DOCKER
  -F DOCKER-ISOLATION-STAGE-1
  -F DOCKER-ISOLATION-STAGE-2
  -D FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  -D FORWARD -o docker0 -j DOCKER
  -D FORWARD -i docker0 ! -o docker0 -j ACCEPT
  -D FORWARD -i docker0 -o docker0 -j ACCEPT
  -D FORWARD -j DOCKER-ISOLATION-STAGE-1
  -D FORWARD -j DOCKER-USER
  ${dockersOwn}`;

it.each([
  ["Docker", "DOCKER-USER", () => iptables(docker), () => iptables(dockerAgain)],
  [
    "ufw",
    "FORWARD", // After its start it lacks some of its own IPv6 rules, which only its reload makes.
    () => foreign.run("ufw --force enable && ufw reload"),
    () => foreign.run("ufw reload"),
  ],
] as const)(
  "%s lets the LAN pass by consent, also after its restart, and gets its rules back",
  async (_name, chain, start, restart) => {
    await start();
    const before = await rules();
    const listed = await sh("iptables", "-S");
    const inside = await lanOn();
    expect(await inside.ping(neighbour)).toBe(true);
    expect(await inside.whoAmI()).toBeNull();
    expect(await blocker()).toMatchObject({ table: "ip filter", chain: "FORWARD", entry: chain });

    const change = await shown();
    await once("allow-through-firewall");
    expect([...(await added(listed))].sort()).toEqual([...change].sort());
    expect(await inside.whoAmI()).toBe(one.address);
    expect((await lan.network.read()).lan.problems).toEqual([]);

    await restart();
    expect(await inside.ping(neighbour)).toBe(true);
    expect(await inside.whoAmI()).toBe(one.address);
    expect((await lan.network.read()).lan.problems).toEqual([]);

    await once("take-back-firewall");
    expect(await inside.whoAmI()).toBeNull();
    await lanOff();
    expect(await rules()).toBe(before);
  },
);

it("firewalld lets the LAN pass by the rules that are shown, also after its reload, and gets its rules back", async () => {
  await foreign.startFirewalld();
  const before = await rules();
  const inside = await lanOn();
  expect(await inside.whoAmI()).toBeNull();
  const { table, commands } = await blocker();
  expect(table).toBe("inet firewalld");
  expect(await inside.ping("192.168.100.254")).toBe(true);

  const asRoot = commands.replaceAll("sudo ", "");
  await foreign.run(asRoot);
  expect(await inside.ping(neighbour)).toBe(true);
  expect(await inside.whoAmI()).toBe(one.address);
  await until(
    "the problem's end",
    async () => (await lan.network.read()).lan.problems.length === 0,
  );

  await foreign.run("firewall-cmd --reload");
  expect(await inside.whoAmI()).toBe(one.address);
  expect((await lan.network.read()).lan.problems).toEqual([]);

  await foreign.run(asRoot.replaceAll("--add-", "--remove-"));
  // Unreachable chains of a zone without interfaces stay until it reads its files.
  await foreign.run("firewall-cmd --reload");
  expect(await inside.whoAmI()).toBeNull();
  await lanOff();
  expect(await rules()).toBe(before);
});

/** iptables' older tables, which nftables does not show. Listing them creates them permanently. */
const older = () => sh("iptables-legacy", "-S");

it("finds iptables’ older tables where they are in use, and lets the LAN pass by consent", async () => {
  // Looking for them must not create them: each packet would then be checked once more.
  const inUse = () => readFileSync("/proc/net/ip_tables_names", "utf8");
  const wasInUse = inUse();
  let inside = await lanOn();
  expect(await inside.whoAmI()).toBe(one.address);
  await once("take-back-firewall");
  expect(inUse()).toBe(wasInUse);
  await lanOff();

  await iptables(docker, "iptables-legacy");
  try {
    const before = await older();
    inside = await lanOn();
    expect(await inside.ping(neighbour)).toBe(true);
    expect(await inside.whoAmI()).toBeNull();
    expect(await blocker()).toMatchObject({
      ...{ table: "iptables-legacy filter", chain: "FORWARD", entry: "DOCKER-USER" },
      commands: expect.stringMatching(/^sudo iptables-legacy -I DOCKER-USER -i vtap0/),
    });
    const change = await shown();
    await once("allow-through-firewall");
    const made = await added(before, "iptables-legacy");
    expect([...made].sort()).toEqual([...change].sort());
    expect(await inside.whoAmI()).toBe(one.address);
    // No event reports them, so only a reading finds them.
    expect((await lan.network.read()).lan.problems).toEqual([]);
    await once("take-back-firewall");
    expect(await inside.whoAmI()).toBeNull();
    await lanOff();
    expect(await older()).toBe(before);
  } finally {
    await sh("iptables-legacy", "-P", "FORWARD", "ACCEPT");
    for (const table of ["filter", "nat"]) {
      for (const all of ["-F", "-X"]) await sh("iptables-legacy", "-t", table, all);
    }
  }
});
