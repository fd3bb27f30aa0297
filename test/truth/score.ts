import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compare, type Score } from './compare.ts'
import { readTruths, type Truth } from './truth.ts'

// Compares what Keycard derives for public projects with what reading their code came to. See CONTRIBUTING.md.

const { values: asked } = parseArgs({
  options: {
    checkouts: { type: 'string' },
    only: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
  },
})
const root = join(import.meta.dirname, '../../../../..')
const truths = join(root, 'test/truth')
const columns = ['project', 'functions', 'sure needs', 'missing', 'derived', 'surplus', 'resolvable', 'exact'] as const

if (asked.checkouts === undefined) {
  console.error('usage: npm run truth -- --checkouts DIR [--only NAME] [--verbose], where DIR holds a checkout owner__name of each repository')
  process.exitCode = 2
} else process.exitCode = scoreAll(asked.checkouts) ? 0 : 1

/** Scores each project that is checked out; false where one needs what is not derived, or could not be read. */
function scoreAll(checkouts: string): boolean {
  const scored: { readonly name: string; readonly score: Score }[] = []
  let fine = true
  for (const truth of readTruths(truths, asked.only)) {
    const folder = join(checkouts, truth.repo.replace('/', '__'))
    if (!existsSync(folder)) {
      console.log(`${truth.repo} is not checked out`)
      continue
    }
    const commit = spawnSync('git', ['-C', folder, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).stdout.trim()
    if (commit !== truth.commit) console.log(`${truth.repo} is at ${commit}, and was read at ${truth.commit}`)
    const derived = derive(truth, join(folder, truth.service_dir))
    if (derived) scored.push({ name: truth.name, score: compare(truth, derived) })
    else fine = false
  }
  print(scored)
  return fine && scored.every(({ score }) => score.missing.length === 0)
}

/** Runs the built command on a project; its own configuration stays as it is where a shim stands beside the truth. */
function derive(truth: Truth, directory: string) {
  const shim = 'serverless.keycard-truth.yml'
  if (truth.shim) copyFileSync(join(truths, 'shims', truth.name, 'serverless.yml'), join(directory, shim))
  try {
    const options = ['generate', directory, '--format', 'json', '--no-cache', ...(truth.shim ? ['--config', shim] : [])]
    const run = spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...options], { encoding: 'utf8', maxBuffer: 1 << 28 })
    if (run.stdout.startsWith('{')) return JSON.parse(run.stdout)
    console.log(`${truth.repo} could not be read: ${run.stderr || `exit code ${run.status}`}`)
    return undefined
  } finally {
    if (truth.shim) rmSync(join(directory, shim))
  }
}

function print(scored: readonly { readonly name: string; readonly score: Score }[]): void {
  const rows = scored.map(({ name, score }) => [name, ...numbersOf(score)])
  const total = columns.map((_, at) => (at === 0 ? 'all' : rows.reduce((sum, row) => sum + Number(row[at]), 0)))
  const table = [columns, ...rows, total].map((row) => row.map(String))
  const widths = columns.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)))
  for (const row of table) console.log(row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '))
  if (!asked.verbose) return
  for (const { name, score } of scored)
    for (const kind of ['missing', 'surplus', 'inexact'] as const) for (const text of score[kind]) console.log(`\n${name}: ${kind}: ${text}`)
}

function numbersOf({ functions, sure, missing, derived, surplus, resolvable, inexact }: Score): readonly number[] {
  return [functions, sure, missing.length, derived, surplus.length, resolvable, resolvable - inexact.length]
}
