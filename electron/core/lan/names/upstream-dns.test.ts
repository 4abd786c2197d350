import { describe, expect, it } from "vitest";
import { portHolder } from "../port-holder.ts";
import { resolvConfServers, toldServers, upstreamServers } from "./upstream-dns.ts";

describe("name servers", () => {
  it("are read from resolv.conf, resolvectl and nmcli, beside any other lines", () => {
    const text =
      "# nameserver 1.1.1.1\nsearch a.b\nnameserver 127.0.0.53\n nameserver fe80::1%eth0\n";
    expect(resolvConfServers(`${text}nameserver 2620:fe::fe\nnameserver 9.9.9.9 \n`)).toEqual([
      "127.0.0.53",
      "2620:fe::fe",
      "9.9.9.9",
    ]);
    expect(toldServers("Link 2 (eth0): 10.0.0.1 10.0.0.2#dns.example\n")).toEqual(["10.0.0.1"]);
    expect(toldServers("10.0.0.1 | 10.0.0.2\n")).toEqual(["10.0.0.1", "10.0.0.2"]);
    expect(toldServers("server=/a/1.1.1.1")).toEqual([]);
  });

  it("are recognised in each form that the C library accepts", () => {
    const forms = ["10.20.53", "0xa.20.0.53", "012.024.0.065", "169082933", "::ffff:10.20.0.53"];
    const text = [...forms, "::FFFF:0A14:0035", "::53", "a.b.c.d"].map(
      (each) => `nameserver ${each}\n`,
    );
    expect(resolvConfServers(text.join(""))).toEqual([...Array(6).fill("10.20.0.53"), "::53"]);
  });

  it("are the host's for an automatic uplink, and those of a chosen uplink through that alone", () => {
    const known = { host: ["127.0.0.53"], behind: ["9.9.9.9"], uplink: ["10.0.0.1"] };
    expect(upstreamServers("automatic", "eth0", known)).toEqual(["127.0.0.53"]);
    expect(upstreamServers("chosen", "wlan0", known)).toEqual(["10.0.0.1@wlan0"]);
    expect(upstreamServers("chosen", "wlan0", { ...known, uplink: [] })).toEqual(["9.9.9.9@wlan0"]);
    expect(upstreamServers("chosen", "usb0", { ...known, uplink: [], behind: [] })).toEqual([]);
    expect(upstreamServers("chosen", null, known)).toEqual([]);
    expect(upstreamServers("none", null, known)).toEqual([]);
  });
});

it("the holder of a port is found in the output of ss, this process excepted", () => {
  const text = `udp UNCONN 0 0 192.168.100.254:53 0.0.0.0:* users:(("dnsmasq",pid=7,fd=4))
tcp LISTEN 0 10 0.0.0.0:53 0.0.0.0:* users:(("named",pid=812,fd=9),("named",pid=813,fd=9))`;
  expect(portHolder(text, 7)).toBe("named (pid 812)");
  expect(portHolder("tcp LISTEN 0 10 0.0.0.0:53 0.0.0.0:*", 7)).toBeNull();
  // A process that is about to become another program still has its parent's sockets.
  const shared = 'tcp LISTEN 0 10 *:53 *:* users:(("named",pid=830,fd=9),("named",pid=812,fd=9))';
  expect(portHolder(shared, 7)).toBe("named (pid 812)");
});
