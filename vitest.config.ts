import { defineConfig } from "vitest/config"

const shared = {
  resolve: {
    alias: { "server-only": new URL("./tests/support/fake-server-only.ts", import.meta.url).pathname },
  },
}

export default defineConfig({
  ...shared,
  test: {
    // A clone of a database per file needs few workers, and two cores are what a build machine has.
    maxWorkers: 2,
    coverage: {
      provider: "v8",
      include: ["lib/**/*.ts"],
      exclude: ["lib/**/*.gen.ts", "lib/**/*.d.ts"],
      reporter: ["text-summary", "json-summary", "html"],
      reportsDirectory: "coverage",
      thresholds: { lines: 80, statements: 80, functions: 80, branches: 80 },
    },
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts"],
          environment: "node",
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          name: "isolation",
          include: ["tests/isolation/**/*.test.ts"],
          environment: "node",
          globalSetup: ["tests/support/cluster.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
