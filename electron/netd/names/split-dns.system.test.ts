import { mkdtempSync, rmSync } from "node:fs";
import { expect, it } from "vitest";
import { makeForeign } from "../../../e2e/rig/lan/foreign.ts";
import { lanDriverForTests, netdBundleForTests } from "../../../e2e/rig/lan/netd-bundle.ts";
import { capture, sh } from "../../../e2e/rig/lan/test-net.ts";
import { until } from "../../../e2e/rig/until.ts";

it("systemd-resolved asks the LAN for its names, and for no others, as long as the LAN is on", async () => {
  const [netd, driver] = await Promise.all([netdBundleForTests(), lanDriverForTests()]);
  const home = mkdtempSync("/tmp/resolved-");
  const foreign = await makeForeign();
  const lan = (desired: string) =>
    foreign.run(
      `HOME=${home} XDG_RUNTIME_DIR=${home} NETD_BUNDLE=${netd} ${process.execPath} ${driver} ${desired}`,
    );
  const resolvectl = (words: string) =>
    foreign.run(`resolvectl --legend=no ${words}`).catch((error) => String(error.stderr));
  try {
    await foreign.startBus();
    // The LAN's name server alone: neither this computer's, nor resolved's built-in ones.
    await foreign.run(`mkdir -p /run/systemd
      : > /etc/resolv.conf
      printf '%s\\n' '[Resolve]' FallbackDNS= > /etc/systemd/resolved.conf`);
    const endResolved = foreign.start("/lib/systemd/systemd-resolved");
    await until("systemd-resolved", async () => (await resolvectl("dns")).startsWith("Global"));
    expect(JSON.parse(await lan("up"))).toEqual({ ok: true, value: undefined });

    const linkWords = (said: string) => said.replace(/^Link \d+ /, "");
    expect(linkWords(await resolvectl("dns vtap0"))).toBe("(vtap0): 192.168.100.254");
    expect(linkWords(await resolvectl("domain vtap0"))).toBe("(vtap0): ~vm.internal");
    expect(linkWords(await resolvectl("default-route vtap0"))).toBe("(vtap0): no");
    // Names are not resolved by multicast on the LAN.
    const silent = async () => {
      expect(linkWords(await resolvectl("llmnr vtap0"))).toBe("(vtap0): no");
      expect(linkWords(await resolvectl("mdns vtap0"))).toBe("(vtap0): no");
    };
    await silent();
    const shouts = await capture("vtap0", "port 5355 or port 5353");
    expect(await resolvectl("query --protocol=llmnr fileserver")).not.toContain("192.168");
    expect(await resolvectl("query --protocol=mdns printer.local")).not.toContain("192.168");
    expect(await shouts.end()).toEqual([]);
    // A new tap, and a restarted resolved, are configured again.
    await sh("ip", "link", "delete", "vtap0");
    const isTold = async () =>
      linkWords(await resolvectl("domain vtap0")) === "(vtap0): ~vm.internal";
    await until("the new tap to be told of", isTold);
    await silent();
    await endResolved();
    const endNext = foreign.start("/lib/systemd/systemd-resolved");
    await until("systemd-resolved", async () => (await resolvectl("dns")).startsWith("Global"));
    await silent();
    await lan("up");
    // resolved may have asked a moment before the LAN's server listened.
    await until("the answer about the host", async () =>
      (await resolvectl("query host.vm.internal")).includes("192.168.100.254"),
    );
    expect(await resolvectl("query nobody.vm.internal")).toContain("not found");
    expect(await resolvectl("query example.org")).toContain("No appropriate name servers");

    expect(JSON.parse(await lan("down"))).toEqual({ ok: true, value: undefined });
    expect(await resolvectl("domain")).not.toContain("vm.internal");
    expect(await resolvectl("query host.vm.internal")).not.toContain("192.168.100.254");
    await endNext();
  } finally {
    await foreign.close();
    rmSync(home, { recursive: true });
    rmSync("/run/systemd", { recursive: true, force: true });
  }
});
