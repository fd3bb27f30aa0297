import { defineConfig } from 'vitest/config'

// Rooms keep nothing between calls, so their tests share what is loaded.
// Tests of the built command line need dist/; they are a project of their own, so that no other test waits for a build.
const built = ['test/cli*.test.ts', 'test/package.test.ts']
// What takes longest of them runs by itself (`npm run test:long`), so that `npm test` stays under three minutes.
const long = [
  ...['cli-cache', 'cli-cases', 'cli-ci', 'cli-parser', 'package'].map((name) => `test/${name}.test.ts`),
  'test/beyond-limit.test.ts',
  'test/code-rough.test.ts',
  'test/policy.laws.test.ts',
]

export default defineConfig({
  test: {
    // One worker per core: what the tests wait for is the processor.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'rooms', include: ['test/*.test.ts'], exclude: [...built, ...long], isolate: false, testTimeout: 60_000 } },
      { test: { name: 'built', include: built, exclude: long, globalSetup: 'test/build-once.ts', testTimeout: 120_000, hookTimeout: 300_000 } },
      { test: { name: 'long', include: long, globalSetup: 'test/build-once.ts', testTimeout: 120_000, hookTimeout: 300_000 } },
    ],
  },
})
