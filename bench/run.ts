import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { median, type Program, peakMemory, time } from './measure.ts'
import { type GeneratedService, generateService, type Shape, shapeOf } from './service.ts'

// Prints how long Keycard takes beside R (the raw parse of the reachable files) and `tsc --noEmit`. bench/README.md says how to read it.

const generated = join(import.meta.dirname, '..')
const root = join(generated, '..', '..')
const { values: asked } = parseArgs({
  options: {
    sizes: { type: 'string', default: '50,300,1000,5000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: 'keycard,r,tsc,double' },
  },
})
const sizes = asked.sizes.split(',').map(Number)
const runs = Number(asked.runs)
const only = new Set(asked.only.split(','))
const sdk = join(root, 'action-map/node_modules')

interface Measured {
  readonly milliseconds: number
  readonly megabytes: number
}

const keycard = (service: GeneratedService): Program => ({
  name: 'keycard',
  words: [join(root, 'dist/cli.js'), 'generate', '--format', 'json'],
  directory: service.directory,
  accepted: [0],
})

function rawParse(service: GeneratedService): Program {
  const list = `${service.directory}.txt`
  writeFileSync(list, service.reachable.map((path) => join(service.directory, path)).join('\n'))
  return { name: 'R', words: [join(import.meta.dirname, 'parse.js'), list], directory: service.directory, accepted: [0] }
}

const compiler = (service: GeneratedService): Program => ({
  name: 'tsc',
  words: [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit'],
  directory: service.directory,
  accepted: [0],
})

function prepare(name: string, shape: Shape): GeneratedService {
  const service = generateService(join(generated, name), shape)
  // The compiler resolves the SDK's types as in a real project; Keycard neither needs nor sees them.
  if (existsSync(sdk)) {
    mkdirSync(join(service.directory, 'node_modules'))
    for (const scope of ['@aws-sdk', '@smithy', '@aws'])
      if (existsSync(join(sdk, scope))) symlinkSync(join(sdk, scope), join(service.directory, 'node_modules', scope))
    symlinkSync(join(root, 'node_modules/@types'), join(service.directory, 'node_modules/@types'))
  }
  return service
}

/** Runs take turns, so that a busy moment of the machine does not fall on one program alone. */
function measure(programs: readonly Program[], times: number): Measured[] {
  const found = programs.map((): number[] => [])
  for (let turn = 0; turn < times; turn++) for (const [index, program] of programs.entries()) found[index]?.push(time(program))
  return programs.map((program, index) => ({ milliseconds: median(found[index] ?? []), megabytes: peakMemory(program, generated) }))
}

const cell = (value: number | undefined, digits = 0): string => (value === undefined ? '-' : value.toFixed(digits))
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const rule = (cells: readonly string[]): string => row(cells.map((_, index) => (index === 0 ? '---' : '--:')))
const ratio = (a: Measured | undefined, b: Measured | undefined): number | undefined => (a && b ? a.milliseconds / b.milliseconds : undefined)

console.log(`Node ${process.version}, ${cpus().length} cores, medians of ${runs} runs, each in a fresh process\n`)
const heads = ['files', 'handlers', 'KB reached', 'Keycard ms', 'R ms', 'Keycard / R', 'tsc ms', 'Keycard / tsc', 'Keycard MB', 'R MB', 'tsc MB']
console.log(row(heads))
console.log(rule(heads))

const keycardAt = new Map<number, Measured>()
for (const size of sizes) {
  const service = prepare(`files-${size}`, shapeOf(size))
  const quick = [...(only.has('keycard') ? [keycard(service)] : []), ...(only.has('r') ? [rawParse(service)] : [])]
  const measured = new Map(measure(quick, runs).map((one, index) => [quick[index]?.name ?? '', one]))
  // A whole type check of a large project takes most of a minute: one run says enough.
  if (only.has('tsc') && existsSync(sdk)) for (const one of measure([compiler(service)], size > 500 ? 1 : runs)) measured.set('tsc', one)
  const [own, r, tsc] = [measured.get('keycard'), measured.get('R'), measured.get('tsc')]
  if (own) keycardAt.set(size, own)
  const times = [own?.milliseconds, r?.milliseconds, ratio(own, r), tsc?.milliseconds, ratio(own, tsc)].map((value, index) =>
    cell(value, index === 2 || index === 4 ? 2 : 0),
  )
  const memory = [own, r, tsc].map((one) => cell(one?.megabytes))
  console.log(row([String(size), String(service.handlers), cell(service.bytes / 1024), ...times, ...memory]))
}

const [small, large] = [keycardAt.get(1000), keycardAt.get(5000)]
if (small && large) console.log(`\nGrowth from 1,000 to 5,000 files: ${(large.milliseconds / small.milliseconds).toFixed(2)} times (linear is 5)`)

if (only.has('double')) {
  const shape = shapeOf(sizes.includes(1000) ? 1000 : (sizes[0] ?? 300))
  const once = prepare('handlers-once', shape)
  const twice = prepare('handlers-twice', { ...shape, handlers: shape.handlers * 2 })
  const [a, b] = measure([keycard(once), keycard(twice)], runs)
  if (a && b)
    console.log(
      `\n${shape.handlers} and ${shape.handlers * 2} handlers over the same ${shape.shared} files: ${cell(a.milliseconds)} and ${cell(b.milliseconds)} ms, ${cell(ratio(b, a), 2)} times`,
    )
}
if (only.has('tsc') && !existsSync(sdk)) console.log('\nNo tsc column: it needs the SDK types (npm ci --prefix action-map).')
