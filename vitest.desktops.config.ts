import { defineConfig } from "vitest/config";

/** Whole desktops, each with the app in every way that it can be there: minutes long, and so apart. */
export default defineConfig({
  test: {
    chaiConfig: { truncateThreshold: 0 },
    include: ["e2e/desktops/long/*.long.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
