import fc from "fast-check";
import { expect, it } from "vitest";
import { defaultLan } from "../../../contract/lan/network.ts";
import { findHostsBlock, hostsBlock, withHostsBlock } from "./hosts-block.ts";

const web = { name: "web", address: "192.168.100.1", mac: "52:54:00:00:00:01" };
const block = hostsBlock({ lan: defaultLan, reservations: [web] });
const other = hostsBlock({ lan: defaultLan, reservations: [] });

it("names the computer and its machines, between marks that tell how to remove it", () => {
  expect(
    block,
  ).toBe(`# BEGIN Virtray: its machines. To take these lines back: virtray doctor --repair host-names-undo
192.168.100.254\thost.vm.internal
192.168.100.1\tweb.vm.internal
# END Virtray
`);
  const host = { ...web, name: "host" };
  expect(hostsBlock({ lan: defaultLan, reservations: [host] })).not.toContain(defaultLan.address);
});

it("is added, changed and removed, and all else stays byte for byte", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      fc.pre(findHostsBlock(text) === null);
      const there = withHostsBlock(text, block) ?? "";
      expect(findHostsBlock(there)).toBe(block);
      const changed = withHostsBlock(there, other) ?? "";
      expect(findHostsBlock(changed)).toBe(other);
      expect(withHostsBlock(changed, null)).toBe(text);
    }),
  );
  expect(withHostsBlock("a", null)).toBe("a");
  expect(withHostsBlock(block.trimEnd(), null)).toBe("");
});

it("is not changed if its marks are incomplete", () => {
  for (const broken of [
    block.replace("# END Virtray\n", ""),
    block.replace("# BEGIN", "# BEGIN Virtray\n# BEGIN"),
    `# END Virtray\n${block}`,
    block + block,
  ]) {
    expect(findHostsBlock(broken)).toBe("broken");
    expect(withHostsBlock(broken, null)).toBeNull();
  }
});
