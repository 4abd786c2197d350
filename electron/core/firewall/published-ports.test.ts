import { describe, expect, it } from "vitest";
import type { PortForward } from "../../contract/lan/forward.ts";
import { findPublisher, readPublishing } from "./published-ports.ts";

/**
 * Docker's rules for `-p 8080:80` and `-p 10.0.1.2:5353:53/udp`, as nft 1.0.6 lists iptables-nft's.
 */
const docker = `table ip nat {
	chain DOCKER {
		iifname "docker0" counter return
		iifname != "docker0" tcp dport 8080 counter dnat to 172.17.0.2:80
		iifname != "docker0" ip daddr 10.0.1.2 udp dport 5353 counter dnat to 172.17.0.2:53
	}

	chain PREROUTING {
		type nat hook prerouting priority dstnat; policy accept;
		fib daddr type local counter jump DOCKER
	}

	chain OUTPUT {
		type nat hook output priority -100; policy accept;
		ip daddr != 127.0.0.0/8 fib daddr type local counter jump DOCKER
	}
}
`;

/** The kinds of rules that nft prints. */
const others = `table inet pub {
	map ports {
		type inet_proto . inet_service : ipv4_addr . inet_service
		elements = { tcp . 81 : 172.17.0.9 . 80,
			     udp . 91 : 172.17.0.9 . 80 }
	}

	set many {
		type inet_service
		flags interval
		elements = { 100, 200-210 }
	}

	chain pre {
		type nat hook prerouting priority dstnat; policy accept;
		fib daddr type local dnat ip to meta l4proto . th dport map @ports
		meta l4proto tcp tcp dport { 82-85, 95 } dnat ip to 172.17.0.9:80
		tcp dport vmap { 86 : jump x, 96 : accept }
		tcp dport @many redirect to :88
		iifname "eth9" dnat ip to 172.17.0.9
		ip daddr 10.96.0.1 tcp dport 443 dnat ip to 172.17.0.9:443
		ip daddr 10.96.0.2 jump y
	}

	chain x {
		meta l4proto tcp dnat ip to 172.17.0.9:80
	}

	chain y {
		tcp dport 444 dnat ip to 172.17.0.9:443
	}
}
table inet virtray {
	chain arriving {
		type nat hook prerouting priority dstnat; policy accept;
		iifname "eth1" ip daddr 10.0.1.2 tcp dport 8080 counter dnat ip to 192.168.100.7:80
	}
}
`;

const legacy = `-P PREROUTING ACCEPT
-P OUTPUT ACCEPT
-N DOCKER
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -m comment --comment "a -d b" -j DNAT --to-destination 172.17.0.2:80
-A PREROUTING -p udp -m multiport --dports 53,90:92 -j REDIRECT --to-ports 5300
`;

const own = ["127.0.0.1", "10.0.1.2", "10.0.2.2"];
function publisher(
  text: { nft?: string; legacy?: string },
  port: string,
  reach: PortForward["reach"] = "uplink",
) {
  const [number, protocol] = port.split("/");
  const forward = {
    protocol: protocol === "udp" ? ("udp" as const) : ("tcp" as const),
    ...{ hostPort: Number(number), port: 1, reach },
  };
  const found = findPublisher(readPublishing(text.nft ?? "", text.legacy ?? ""), forward, own);
  return found === null ? null : `${found.table} ${found.chain}`;
}

describe("a port that other programs redirect", () => {
  it.each([
    ["8080/tcp", "ip nat DOCKER"],
    ["5353/udp", "ip nat DOCKER"],
    ["8081/tcp", null],
    ["8080/udp", null],
    ["5353/tcp", null],
  ])("by Docker: %s, %s", (port, who) => {
    expect(publisher({ nft: docker }, port)).toBe(who);
  });

  it("is free at localhost if their rules exclude it", () => {
    expect(publisher({ nft: docker }, "8080/tcp", "host")).toBeNull();
    const everywhere = docker.replace("ip daddr != 127.0.0.0/8 ", "");
    expect(publisher({ nft: everywhere }, "8080/tcp", "host")).toBe("ip nat DOCKER");
    expect(publisher({ nft: everywhere }, "5353/udp", "host")).toBeNull();
  });

  it.each([
    ["81/tcp", "inet pub pre"],
    ["81/udp", null],
    ["91/udp", "inet pub pre"],
    ["84/tcp", "inet pub pre"],
    ["95/tcp", "inet pub pre"],
    ["86/tcp", "inet pub x"],
    ["86/udp", null],
    ["96/tcp", null],
    ["100/tcp", "inet pub pre"],
    ["205/tcp", "inet pub pre"],
    ["211/tcp", null],
    ["443/tcp", null],
    ["444/tcp", null],
    ["8080/tcp", null],
  ])("by words of nft's: %s, %s", (port, who) => {
    expect(publisher({ nft: others }, port)).toBe(who);
  });

  it.each([
    ["8080/tcp", "iptables-legacy nat DOCKER"],
    ["91/udp", "iptables-legacy nat PREROUTING"],
    ["53/udp", "iptables-legacy nat PREROUTING"],
    ["91/tcp", null],
    ["8081/tcp", null],
  ])("by iptables' older table: %s, %s", (port, who) => {
    expect(publisher({ legacy }, port)).toBe(who);
  });

  it("by a table that a living program owns, as firewalld's", () => {
    const owned = "table inet pub { # progname firewalld\n\tflags owner,persist\n";
    const nft = others.replace("table inet pub {\n", owned);
    expect(publisher({ nft }, "84/tcp")).toBe("inet pub pre");
  });

  it("is free if a listing is junk", () => {
    expect(publisher({ nft: "table ip nat {\n\tchain \u0000", legacy: "-A" }, "80/tcp")).toBeNull();
  });
});
