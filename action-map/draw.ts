import { readFileSync } from 'node:fs'
import type { ClientFacts } from '../src/permissions/format.ts'
import { readChecked } from './checked.ts'

/** Prints the operations of a sample, `client command` a line: drawn at random with a seed from those of the most used clients that none of the files named has. */
function draw(size: number, seed: number, before: readonly string[]): void {
  const known = new Set(
    [...readChecked()].filter(([file]) => before.includes(file)).flatMap(([, sample]) => sample.map(({ client, command }) => `${client} ${command}`)),
  )
  const clients = JSON.parse(readFileSync('most-used.json', 'utf8')) as string[]
  const all = clients.flatMap((client) => {
    const { commands } = JSON.parse(readFileSync(`services/${client}.json`, 'utf8')) as ClientFacts
    return Object.keys(commands).map((command) => `${client} ${command}`)
  })
  console.log(
    shuffled(all.filter((each) => !known.has(each)).sort(), randomOf(seed))
      .slice(0, size)
      .sort()
      .join('\n'),
  )
}

/** Fisher and Yates. */
function shuffled(items: readonly string[], random: () => number): string[] {
  const left = [...items]
  for (let index = left.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1))
    ;[left[index], left[other]] = [left[other] as string, left[index] as string]
  }
  return left
}

/** Numbers from 0 to 1 that follow from the seed: a linear congruence, so that everyone can draw again. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const [size = '300', seed = '20261128', ...before] = process.argv.slice(2)
draw(Number(size), Number(seed), before.length > 0 ? before : [...readChecked().keys()])
