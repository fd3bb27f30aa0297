import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'rolldown'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

/**
 * What is said of imports that are put off on purpose: a room is one file, whether a part of it is needed now or later. How long the build takes
 * says something of the machine alone.
 */
const expected = new Set(['INEFFECTIVE_DYNAMIC_IMPORT', 'PLUGIN_TIMINGS'])

/** A warning is a mistake of the build. */
const onLog = (level, log) => {
  if (level === 'warn' && !expected.has(log.code ?? '')) throw new Error(log.message)
}

rmSync('dist', { recursive: true, force: true })

// What is shipped: the two entries, and a file for each room, which is as far from the package's root as the room's sources are. Hundreds of modules
// would have to be found and opened one by one, and each run of the command would wait for that.
await build({
  input: { cli: 'src/cli.ts', index: 'src/index.ts' },
  platform: 'node',
  external: Object.keys(dependencies),
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
  onLog,
  plugins: [
    {
      name: 'parser',
      load: {
        filter: { id: /[\\/]src[\\/]code[\\/]summary[\\/]compiler\.ts$/ },
        handler: () => `import { createRequire } from 'node:module'
export const openCompiler = () => createRequire(import.meta.url)('../parser.cjs')
`,
      },
    },
  ],
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

// The parser of the compiler that ts-morph brings, without the checker and the editor's services: loading nine megabytes for the sixth part of them
// that is used takes longer than many a run, and fifty megabytes of memory. It stays CommonJS, so that it can be loaded when the first file is parsed.
const common = dirname(createRequire(createRequire(import.meta.url).resolve('ts-morph')).resolve('@ts-morph/common'))

/** The names of the compiler's interface that the sources use. */
const used = readdirSync('src/code', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => [...readFileSync(join('src/code', name), 'utf8').matchAll(/(?<![\w/-])compiler\??\.(\w+)/g)].map(([, member]) => member))

/** The compiler as a module: what is exported by name can be left out where nobody asks for it. */
function asModule(text) {
  const [start, end] = [text.indexOf('((module) => {'), text.lastIndexOf('})({ get exports()')]
  const body = start < 0 || end < 0 ? '' : text.slice(0, start) + text.slice(start + '((module) => {'.length, end)
  const list = /__export\(typescript_exports, \{[^}]*\}\);/
  const [exported] = list.exec(body) ?? []
  const names = [...new Set(used)].sort()
  for (const name of names) if (!exported?.includes(`  ${name}: () => ${name},\n`)) throw new Error(`the compiler exports no ${name}`)
  // Nobody looks at what this gives, and what it writes does not count (propertyWriteSideEffects), but parents are what explanations go up by.
  const parent = /^(\s*)setParent\(child, parent2\);$/m
  if (!parent.test(body)) throw new Error('the compiler sets parents otherwise')
  const kept = body.replace(parent, '$1return setParent(child, parent2) && void 0;')
  return `${kept.replace(list, '').replace(/^module\.exports = .*$/m, '')}\nexport { ${names.join(', ')} }\n`
}

await build({
  input: join(common, 'typescript.js'),
  platform: 'node',
  logLevel: 'warn',
  // Its own guards against being loaded without CommonJS.
  onLog: (level, log) => log.code === 'COMMONJS_VARIABLE_IN_ESM' || onLog(level, log),
  plugins: [{ name: 'module', transform: { filter: { id: /typescript\.js$/ }, handler: asModule } }],
  treeshake: {
    propertyReadSideEffects: false,
    propertyWriteSideEffects: false,
    unknownGlobalSideEffects: false,
    // They put something into tables of the editor's services; of what is used nothing asks for those.
    manualPureFunctions: ['__export', 'diag', 'registerCodeFix', 'registerRefactor'],
  },
  output: { file: 'dist/parser.cjs', format: 'cjs', comments: { legal: true } },
})

for (const [from, to] of [
  ['LICENSE.txt', 'parser.license.txt'],
  ['ThirdPartyNoticeText.txt', 'parser.notices.txt'],
])
  copyFileSync(join('node_modules/typescript', from), join('dist', to))
