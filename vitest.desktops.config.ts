import { defineConfig } from "vitest/config";

/** Whole desktops, each with the app in every way that it can be there: minutes long, and so apart. */
export default defineConfig({
  test: {
    chaiConfig: { truncateThreshold: 0 },
    include: ["e2e/desktops/long/*.long.ts"],
    expect: { poll: { timeout: 60_000 } },
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
