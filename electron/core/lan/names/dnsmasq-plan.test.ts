import { describe, expect, it } from "vitest";
import { defaultLan } from "../../../contract/lan/network.ts";
import {
  type DesiredDnsmasq,
  dynamicRange,
  isDynamic,
  losesReservations,
  planDnsmasq,
  pruneLeases,
} from "./dnsmasq-plan.ts";

const files = { hosts: "/h", names: "/n", servers: "/s", leases: "/l" };
const web = { mac: "52:54:00:00:00:01", address: "192.168.100.1", name: "web" };
const desired: DesiredDnsmasq = {
  lan: defaultLan,
  reservations: [web],
  upstream: ["9.9.9.9@eth0"],
  serves: { dns: true, dhcp: true },
};

describe("dnsmasq", () => {
  it("gets all by its arguments and three files", () => {
    expect(planDnsmasq(desired, files)).toEqual({
      args: [
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--pid-file=",
        "--log-facility=-",
        "--interface=vtap0",
        "--except-interface=lo",
        "--bind-dynamic",
        "--no-hosts",
        "--no-resolv",
        "--no-poll",
        "--domain=vm.internal",
        "--local=/vm.internal/",
        "--addn-hosts=/n",
        "--servers-file=/s",
        "--cache-size=1000",
        "--dhcp-range=192.168.100.200,192.168.100.249,255.255.255.0,1h",
        "--dhcp-authoritative",
        "--dhcp-ignore-clid",
        "--dhcp-no-override",
        "--dhcp-ignore-names",
        "--no-ping",
        "--dhcp-hostsfile=/h",
        "--dhcp-leasefile=/l",
      ],
      texts: {
        hosts: "52:54:00:00:00:01,192.168.100.1,web\n",
        names: "192.168.100.254 host.vm.internal host\n192.168.100.1 web.vm.internal web\n",
        servers: "server=9.9.9.9@eth0\n",
      },
    });
  });

  it("serves the rest if another program has a port", () => {
    const words = (dns: boolean, dhcp: boolean) =>
      planDnsmasq({ ...desired, serves: { dns, dhcp } }, files).args.join(" ");
    expect(words(false, true)).toContain("--port=0");
    expect(words(false, true)).not.toContain("--servers-file");
    expect(words(true, false)).not.toContain("--dhcp");
  });

  it("leaves the name host to a machine of that name", () => {
    const named = { ...desired, reservations: [{ ...web, name: "host" }] };
    expect(planDnsmasq(named, files).texts.names).toBe("192.168.100.1 host.vm.internal host\n");
  });

  it("drops leases of removed machines, and only those", () => {
    const plan = planDnsmasq(desired, files);
    const none = planDnsmasq({ ...desired, reservations: [] }, files);
    expect([losesReservations(plan, none), losesReservations(none, plan)]).toEqual([true, false]);
    const guest = "17 52:54:00:00:00:99 192.168.100.201 * *\n";
    const leases = `17 52:54:00:00:00:01 192.168.100.1 web *\n${guest}`;
    expect(pruneLeases(leases, plan)).toBe(leases);
    expect(pruneLeases(leases, none)).toBe(guest);
    const moved = planDnsmasq(
      { ...desired, reservations: [{ ...web, address: "192.168.100.2" }] },
      files,
    );
    expect(pruneLeases(leases, moved)).toBe(guest);
  });
});

it.each([
  [24, "192.168.100.254", "192.168.100.200", "192.168.100.249"],
  [16, "10.1.0.1", "10.1.200.0", "10.1.249.255"],
  [29, "10.0.0.1", "10.0.0.6", "10.0.0.6"],
  [25, "10.0.0.129", "10.0.0.228", "10.0.0.252"],
])("guests without a reservation get a part of a /%i", (prefixLength, address, first, last) => {
  const lan = { ...defaultLan, address, prefixLength };
  expect(dynamicRange(lan)).toEqual({ first, last });
  expect([isDynamic(lan, first), isDynamic(lan, last), isDynamic(lan, "10.9.9.9")]).toEqual([
    true,
    true,
    false,
  ]);
});
