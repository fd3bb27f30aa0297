import { readFileSync, rmSync } from 'node:fs'
import { build } from 'rolldown'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

/** What is said of imports that are put off on purpose: a room is one file, whether a part of it is needed now or later. */
const expected = new Set(['INEFFECTIVE_DYNAMIC_IMPORT'])

rmSync('dist', { recursive: true, force: true })

// What is shipped: the two entries, and a file for each room, which is as far from the package's root as the room's sources are. Hundreds of modules
// would have to be found and opened one by one, and each run of the command would wait for that.
await build({
  input: { cli: 'src/cli.ts', index: 'src/index.ts' },
  platform: 'node',
  external: Object.keys(dependencies),
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
  onLog(level, log) {
    if (level === 'warn' && !expected.has(log.code ?? '')) throw new Error(log.message)
  },
  output: {
    dir: 'dist',
    entryFileNames: '[name].js',
    chunkFileNames: 'rooms/[name].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { debugName: 'rooms', name: (id) => /[\\/]src[\\/]([^\\/.]+)[\\/.]/.exec(id)?.[1] ?? null, test: /[\\/]src[\\/](?!(?:cli|index)\.ts$)/ },
      ],
    },
  },
})
