import * as v from "valibot";
import { expect, it } from "vitest";
import { certificateSchema, proxyWishSchema } from "../../contract/base/handed-on.ts";
import { ownHostOf, proxyOf } from "./handed-on.ts";

it.each([
  "host",
  "http://proxy",
  "http://proxy.example.org:3128/",
  "https://ada:s%40crt@10.0.0.1:8080",
  "http://[fd00::1]:3128",
])("takes %s as a proxy", (wish) => {
  expect(v.is(proxyWishSchema, wish)).toBe(true);
});

it.each([
  "",
  "proxy:3128",
  "socks5://proxy",
  'http://proxy";evil "',
  "http://proxy'",
  "http://proxy\nAcquire::Evil",
  "http://proxy ",
  "http://$(reboot)",
  "http://`reboot`",
  "http://proxy\\",
  "http://proxy#x",
  "http://a:b:c@proxy",
  "http://proxy/path",
  "http://proxy:port",
  `http://${"p".repeat(600)}`,
])("refuses %j as a proxy", (wish) => {
  expect(v.is(proxyWishSchema, wish)).toBe(false);
});

it.each([
  ["http://127.0.0.1:3128", { host: "127.0.0.1", port: 3128 }],
  ["http://localhost", { host: "localhost", port: 80 }],
  ["https://a:b@LOCALHOST/", { host: "LOCALHOST", port: 443 }],
  ["http://127.1:8080", { host: "127.1", port: 8080 }],
  ["http://0.0.0.0:8080", { host: "0.0.0.0", port: 8080 }],
  ["http://[::1]:3128", { host: "[::1]", port: 3128 }],
  ["http://[0:0:0:0:0:0:0:1]:3128", { host: "[0:0:0:0:0:0:0:1]", port: 3128 }],
  ["http://192.168.100.254:3128", null],
  ["http://localhost.example.org", null],
  ["http://127.example.org", null],
  ["http://[fd00::1]", null],
])("sees whether %s is the guest itself in a guest", (url, own) => {
  expect(ownHostOf(url)).toEqual(own);
});

it("takes of an environment what a guest can use", () => {
  expect(proxyOf("http://proxy:1", '.a.org, 10.0.0.0/8  b\n$(x) "c"')).toEqual({
    url: "http://proxy:1",
    except: [".a.org", "10.0.0.0/8", "b"],
  });
  expect(proxyOf("socks5://proxy:1", "")).toBeNull();
});

it("takes nothing for a certificate that has anything around it", () => {
  const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  expect(v.is(certificateSchema, pem)).toBe(true);
  for (const text of [`x\n${pem}`, `${pem}x`, pem.replace("MIIB", "M: B"), pem.repeat(2)]) {
    expect(v.is(certificateSchema, text)).toBe(false);
  }
});
