import { expect, test } from "vitest";
import { busSocketPath, sessionBusAddress } from "./session-bus.ts";
import { watchTrayHost } from "./tray-host.ts";

test.each([
  ["unix:path=/run/user/1000/bus", "/run/user/1000/bus"],
  ["unix:guid=0f,path=/run/user/1000/bus", "/run/user/1000/bus"],
  ["unix:path=/tmp/a%20b%2c=c", "/tmp/a b,=c"],
  ["unix:abstract=/tmp/dbus-X,guid=12", "\0/tmp/dbus-X"],
  ["tcp:host=localhost,port=1;unix:path=/second", "/second"],
  ["disabled:", null],
  ["unix:tmpdir=/tmp", null],
  ["unix:path=%zz", null],
  ["", null],
])("the socket of %s is %s", (address, path) => {
  expect(busSocketPath(address)).toBe(path);
});

test("the bus is where the environment says, or where user buses are", () => {
  expect(sessionBusAddress({ DBUS_SESSION_BUS_ADDRESS: "unix:path=/a" })).toBe("unix:path=/a");
  expect(sessionBusAddress({ XDG_RUNTIME_DIR: "/run/user/7" })).toBe("unix:path=/run/user/7/bus");
  expect(sessionBusAddress({})).toBeUndefined();
});

test.each([undefined, "disabled:", "unix:path=/nowhere/bus"])(
  "with %s as the bus there is no host",
  async (address) => {
    const watch = watchTrayHost(address, null, () => {});
    expect(await watch.first).toBe(false);
    watch.close();
  },
);
