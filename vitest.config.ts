import { defineConfig } from "vitest/config";

/**
 * `unit` needs nothing but Node. `system` and `e2e` run inside the sandbox that `npm test`
 * makes (own network, mount and process namespaces), one file after the other: they share
 * its interfaces, and two emulated guests at once would starve each other.
 */
export default defineConfig({
  test: {
    // A failure's message is all that the end of a run tells of it.
    chaiConfig: { truncateThreshold: 0 },
    // Waits end with their condition: a limit is for what never comes, however busy the machine.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["electron/**/*.test.ts", "renderer/**/*.test.{ts,tsx}", "build/**/*.test.ts"],
          exclude: ["**/*.system.test.ts", "**/node_modules/**"],
          // Property tests try hundreds of inputs, also on a machine that others keep busy.
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "system",
          include: ["electron/**/*.system.test.ts", "build/**/*.system.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
