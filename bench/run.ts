import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { median, type Program, peakMemory, printed, time } from './measure.ts'
import { type GeneratedService, generateService, type Shape, shapeOf } from './service.ts'

// Prints how long Keycard takes beside R (the raw parse of the reachable files) and `tsc --noEmit`. bench/README.md says how to read it.

const generated = join(import.meta.dirname, '..')
const root = join(generated, '..', '..')
const { values: asked } = parseArgs({
  options: {
    sizes: { type: 'string', default: '50,300,1000,5000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: 'keycard,r,tsc,diff,base,double,load' },
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

const program = (name: string, command: string, words: readonly string[], directory: string): Program => ({
  name,
  words: [join(root, 'dist/cli.js'), command, '--format', 'json', ...words],
  directory,
  accepted: [0],
})

/** The services lack what their code needs; that must not pass for a crash, which ends with 1 as well. */
const compared = (name: string, words: readonly string[], directory: string): Program =>
  program(name, 'diff', ['--fail-on', 'none', ...words], directory)

const keycard = ({ directory }: GeneratedService): Program => program('cold', 'generate', ['--no-cache'], directory)

/** A run after one over the same files. */
const warm = ({ directory }: GeneratedService): Program => ({ ...program('warm', 'generate', [], directory), warmed: true })

/** A run after one from which a single file differs: a module that some of the handlers use. */
const changed = (service: GeneratedService): Program => ({
  ...program('changed', 'generate', [], service.directory),
  warmed: true,
  before: () => appendFileSync(join(service.directory, service.shared), '// One more line.\n'),
})

const diff = ({ directory }: GeneratedService): Program => compared('diff', ['--no-cache'], directory)
const diffWarm = ({ directory }: GeneratedService): Program => ({ ...compared('diff warm', [], directory), warmed: true })

/** What a pull request runs: only what differs from the last commit counts, so the service is looked at twice. */
const diffBase = ({ directory }: GeneratedService): Program => compared('diff --base', ['--no-cache', '--base', 'HEAD'], directory)

/** Makes a repository of a service, with a commit from which one shared module differs. */
function commit({ directory, shared }: GeneratedService): void {
  const git = (...words: string[]): Buffer => execFileSync('git', words, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] })
  writeFileSync(join(directory, '.gitignore'), 'node_modules\n')
  git('init', '--quiet')
  git('add', '.')
  git('-c', 'user.name=Author', '-c', 'user.email=author@example.com', '-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message', 'All of it')
  appendFileSync(join(directory, shared), '// One more line.\n')
}

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
  // What only a second run can show needs a first one.
  for (const program of programs) if (program.warmed) time(program)
  for (let turn = 0; turn < times; turn++) for (const [index, program] of programs.entries()) found[index]?.push(time(program))
  return programs.map((program, index) => ({ milliseconds: median(found[index] ?? []), megabytes: peakMemory(program, generated) }))
}

const cell = (value: number | undefined, digits = 0): string => (value === undefined ? '-' : value.toFixed(digits))
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const rule = (cells: readonly string[]): string => row(cells.map((_, index) => (index === 0 ? '---' : '--:')))
const ratio = (a: Measured | undefined, b: Measured | undefined): number | undefined => (a && b ? a.milliseconds / b.milliseconds : undefined)

console.log(`Node ${process.version}, ${cpus().length} cores, medians of ${runs} runs, each in a fresh process\n`)
const heads = ['files', 'handlers', 'KB reached', 'cold ms', 'R ms', 'cold / R', 'warm ms', 'warm / R', 'changed ms', 'changed / cold']
const moreHeads = ['tsc ms', 'cold / tsc', 'diff ms', 'diff warm ms', 'diff --base ms', 'cold MB', 'R MB', 'tsc MB']
console.log(row([...heads, ...moreHeads]))
console.log(rule([...heads, ...moreHeads]))

const coldAt = new Map<number, Measured>()
for (const size of sizes) {
  const service = prepare(`files-${size}`, shapeOf(size))
  const quick = [...(only.has('keycard') ? [keycard(service), warm(service), changed(service)] : []), ...(only.has('r') ? [rawParse(service)] : [])]
  const measured = new Map(measure(quick, runs).map((one, index) => [quick[index]?.name ?? '', one]))
  // By themselves, since a changed file spoils what their last run has kept.
  const diffs = only.has('diff') ? [diff(service), diffWarm(service)] : []
  for (const [index, one] of measure(diffs, runs).entries()) measured.set(diffs[index]?.name ?? '', one)
  // A whole type check of a large project takes most of a minute: one run says enough.
  if (only.has('tsc') && existsSync(sdk)) for (const one of measure([compiler(service)], size > 500 ? 1 : runs)) measured.set('tsc', one)
  // Last, since from now on it is a repository of its own.
  if (only.has('base')) {
    commit(service)
    for (const one of measure([diffBase(service)], runs)) measured.set('diff --base', one)
  }
  const [cold, r, again, one, tsc] = ['cold', 'R', 'warm', 'changed', 'tsc'].map((name) => measured.get(name))
  if (cold) coldAt.set(size, cold)
  const times = [
    ...[cell(cold?.milliseconds), cell(r?.milliseconds), cell(ratio(cold, r), 2)],
    ...[cell(again?.milliseconds), cell(ratio(again, r), 2), cell(one?.milliseconds), cell(ratio(one, cold), 2)],
    ...[cell(tsc?.milliseconds), cell(ratio(cold, tsc), 2)],
    ...['diff', 'diff warm', 'diff --base'].map((name) => cell(measured.get(name)?.milliseconds)),
  ]
  const memory = [cold, r, tsc].map((found) => cell(found?.megabytes))
  console.log(row([String(size), String(service.handlers), cell(service.bytes / 1024), ...times, ...memory]))
}

const [small, large] = [coldAt.get(1000), coldAt.get(5000)]
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

/** Ten services that most Lambda functions know some of. */
const ten = ['s3', 'dynamodb', 'sqs', 'sns', 'lambda', 'sfn', 'ssm', 'secrets-manager', 'kms', 'eventbridge']
if (only.has('load')) {
  const load: Program = {
    name: 'load',
    words: [join(import.meta.dirname, 'load.js'), join(root, 'dist/permissions/index.js'), ...ten],
    directory: root,
    accepted: [0],
  }
  const taken = median(Array.from({ length: runs }, () => Number(printed(load))))
  console.log(`\nFacts of ten services (${ten.join(', ')}): ${cell(taken, 1)} ms`)
}
