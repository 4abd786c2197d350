import { defineConfig } from "vitest/config";

/** Suites with a full system as the guest: minutes long, and so apart from the others. */
export default defineConfig({
  test: {
    chaiConfig: { truncateThreshold: 0 },
    include: ["e2e/guest/*.guest.ts"],
    fileParallelism: false,
    // Emulated and on a busy computer, such a guest needs minutes to start.
    testTimeout: 5_400_000,
    hookTimeout: 7_200_000,
  },
});
