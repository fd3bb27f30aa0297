import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { openActionMap } from '../../src/permissions/index.ts'
import { type Outcome, proveService } from './service.ts'

// Packages services with the real framework before and after Keycard writes to them, and compares the roles. See README.md beside it.

const generated = join(import.meta.dirname, '../..')
const root = join(generated, '../../..')
const packages = join(root, 'test/e2e/node_modules')
const theme = join(root, 'fixtures/e2e')

// The compiled rooms look for the action map beside them.
if (!existsSync(join(generated, 'action-map'))) symlinkSync(join(root, 'action-map'), join(generated, 'action-map'))
if (!existsSync(join(packages, 'osls')))
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: join(root, 'test/e2e'), stdio: 'inherit' })

const asked = process.argv.slice(2)
const names = readdirSync(theme)
  .sort()
  .filter((name) => asked.length === 0 || asked.includes(name))
const map = openActionMap()
const outcomes: Outcome[] = []
const started = Date.now()
const queue = [...names]
// Most of the time it is the framework that works, in processes of its own.
await Promise.all(Array.from({ length: 2 }, work))
print(outcomes.sort((a, b) => (a.service < b.service ? -1 : 1)))
process.exitCode = outcomes.length === names.length && outcomes.every(({ problems }) => problems.length === 0) && names.length > 0 ? 0 : 1

async function work(): Promise<void> {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) outcomes.push(await proveOne(name))
}

/** A service that cannot be packaged is a problem of its own, and no reason to leave the others. */
async function proveOne(name: string): Promise<Outcome> {
  try {
    return await proveService(join(theme, name), packages, map)
  } catch (error) {
    return { service: name, command: '', dialect: '', functions: 0, roles: 0, problems: [error instanceof Error ? error.message : String(error)] }
  }
}

function print(done: readonly Outcome[]): void {
  const rows = done.map(({ service, command, dialect, functions, roles, problems }) => [
    service,
    command,
    dialect,
    String(functions),
    String(roles),
    problems.length === 0 ? 'exact' : `${problems.length} problems`,
  ])
  const table = [['service', 'command', 'dialect', 'functions', 'roles', 'result'], ...rows]
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  for (const { service, problems } of done) for (const problem of problems) console.log(`\n${service}: ${problem}`)
  const total = (count: (one: Outcome) => number): number => done.reduce((sum, one) => sum + count(one), 0)
  console.log(
    `\n${done.length} services, ${total(({ functions }) => functions)} functions, ${total(({ roles }) => roles)} roles compared in ${Math.round((Date.now() - started) / 1000)} s`,
  )
}
