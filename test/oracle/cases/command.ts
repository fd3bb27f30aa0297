import { join } from 'node:path'
import { openEndpoint } from './endpoint.ts'
import { caseFolders, readCase } from './list.ts'
import { type Proof, proveCase } from './prove.ts'

/** Proves the cases whose folder holds `only`; false where something is wrong. */
export async function proveCases(only: string, detail: boolean): Promise<boolean> {
  const script = join(import.meta.dirname, 'child/main.js')
  const [wanted = '', name] = only.split('#')
  const started = Date.now()
  const endpoint = await openEndpoint()
  const proofs: Proof[] = []
  const folders = caseFolders().filter((folder) => folder.includes(wanted))
  try {
    // Two at a time: a child waits more than it works.
    const queue = [...folders]
    const worker = async (): Promise<void> => {
      for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
        const made = await proveCase(readCase(folder), endpoint, script, name)
        for (const proof of made) tell(proof, detail)
        proofs.push(...made)
      }
    }
    await Promise.all([worker(), worker()])
  } finally {
    await endpoint.close()
  }
  const sum = (of: (proof: Proof) => number): number => proofs.reduce((total, proof) => total + of(proof), 0)
  const ran = proofs.filter(({ skipped, broken }) => skipped === undefined && broken === undefined)
  console.log({
    cases: folders.length,
    functions: proofs.length,
    run: ran.length,
    skipped: sum(({ skipped }) => (skipped === undefined ? 0 : 1)),
    broken: sum(({ broken }) => (broken === undefined ? 0 : 1)),
    invocations: sum(({ invocations }) => invocations),
    callsRecorded: sum(({ recorded }) => recorded),
    withAssumedRoles: sum(({ assumed }) => assumed),
    derived: sum(({ used, unused, conservative }) => used.length + unused.length + conservative.length),
    used: sum(({ used }) => used.length),
    conservative: sum(({ conservative }) => conservative.length),
    unused: sum(({ unused }) => unused.length),
    unsound: sum(({ missed, incomplete }) => (incomplete ? 0 : missed.length)),
    seconds: Math.round((Date.now() - started) / 1000),
  })
  return proofs.every(isProved)
}

/** Whether nothing is wrong with a function, and nothing is left without a reason. */
export const isProved = ({ broken, missed, incomplete, unused, stale, unasked }: Proof): boolean =>
  broken === undefined && (incomplete || missed.length === 0) && unused.length + stale.length + unasked.length === 0

function tell(proof: Proof, detail: boolean): void {
  const { folder, name, skipped, broken, missed, incomplete, unused, stale, unasked, failures, invocations, firstFailure, recorded } = proof
  if (skipped !== undefined && detail) console.log(`${folder} ${name}: not run, ${skipped}`)
  if (detail)
    console.log(
      `${folder} ${name}: ${invocations} runs, ${failures} failures, ${recorded} requests, ${incomplete ? 'incomplete, ' : ''}${firstFailure?.slice(0, 400) ?? ''}`,
    )
  if (isProved(proof)) return
  console.log(`${folder} ${name}${incomplete ? ' (incomplete)' : ''}`)
  if (broken !== undefined) console.log(`  broken: ${broken}`)
  for (const one of missed) console.log(`  missed: ${one}`)
  for (const one of unused) console.log(`  unused: ${one}`)
  for (const one of stale) console.log(`  marked, but needed or not derived: ${one}`)
  for (const one of unasked) console.log(`  arrived unasked: ${one}`)
}
