import fc from "fast-check";
import { expect, it } from "vitest";
import { createLimiter } from "./limiter.ts";

it("runs at most its width at once, all in order, also after failures", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.record({ turns: fc.nat(5), fails: fc.boolean() }), { maxLength: 20 }),
      async (width, works) => {
        const gate = createLimiter(width);
        const entered: number[] = [];
        let inside = 0;
        let most = 0;
        const done = await Promise.allSettled(
          works.map(({ turns, fails }, index) =>
            gate(async () => {
              entered.push(index);
              inside += 1;
              most = Math.max(most, inside);
              for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
              inside -= 1;
              if (fails) throw new Error(String(index));
              return index;
            }),
          ),
        );
        expect(most).toBeLessThanOrEqual(width);
        expect(entered).toEqual(works.map((_, index) => index));
        expect(done.map(({ status }) => status === "rejected")).toEqual(
          works.map(({ fails }) => fails),
        );
      },
    ),
  );
});
