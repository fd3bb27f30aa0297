import { flag } from './flags.ts'
import { text } from './texts.ts'
import { type Draft, type Name, namesOf, type Place } from './words.ts'

/** Statements in which what is thrown carries something to whoever catches it. */
export function thrown(draft: Draft, place: Place, inside: () => string): readonly (readonly [weight: number, make: () => string])[] {
  const { random } = draft
  if (!place.async || !place.event) return []
  const tasks: readonly Name[] = namesOf(place, 'task')
  const go = (): string =>
    tasks.length > 0 && random.chance(0.7)
      ? random.pick(tasks).name
      : `async () => { await client.send(new sdk.PutItemCommand({ TableName: ${text(draft, { ...place, async: false, self: [] }, 1)} })) }`
  const error = (): string => draft.fresh('error')
  const maybe = (): string => (random.chance(0.5) ? `if (${flag(draft, place)}) ` : '')
  const carried = (): string =>
    random.pick([
      () => `{ go: ${go()} }`,
      () => `Object.assign(new Error('stop'), { go: ${go()} })`,
      () => `new Error('stop', { cause: { go: ${go()} } })`,
    ])()
  const asked = (name: string): string => `await (${name}.go ?? ${name}.cause?.go)?.(event)`
  const caught = (body: string): string => {
    const name = error()
    return `try {\n${body}\n} catch (${name}) {\n${asked(name)}\n}`
  }
  return [
    [2, () => caught(`${inside()}\n${maybe()}throw ${carried()}`)],
    [1, () => caught(`${maybe()}await Promise.reject(${carried()})`)],
    [1, () => caught(`try {\n${inside()}\nthrow ${carried()}\n} finally {\n${inside()}\n}`)],
    [
      1,
      () => {
        const [kind, name] = [draft.fresh('Failure'), error()]
        return `class ${kind} extends Error {\nconstructor(table) {\nsuper('stop')\nthis.table = table\n}\nasync undo() {\nawait client.send(new sdk.DeleteItemCommand({ TableName: this.table }))\n}\n}\ntry {\n${inside()}\nthrow new ${kind}(${text(draft, place, 1)})\n} catch (${name}) {\nif (${name} instanceof ${kind}) await ${name}.undo()\n}`
      },
    ],
    [
      1,
      () => {
        const name = error()
        return `await Promise.reject(${carried()}).catch(async (${name}) => { ${asked(name)} })`
      },
    ],
    [
      1,
      () => {
        const name = draft.fresh('one')
        return `for (const ${name} of await Promise.allSettled([Promise.reject({ go: ${go()} })])) await ${name}.reason?.go?.(event)`
      },
    ],
    [
      1,
      () => {
        const [name, promise] = [error(), draft.fresh('promise')]
        return `const ${promise} = Promise.reject({ go: ${go()} })\ntry {\n${inside()}\nawait ${promise}\n} catch (${name}) {\n${asked(name)}\n}`
      },
    ],
    [
      1,
      () => {
        const name = error()
        return `try {\nthrow ${text(draft, place, 1)}\n} catch (${name}) {\nif (typeof ${name} === 'string') await client.send(new sdk.PutItemCommand({ TableName: ${name} }))\n}`
      },
    ],
  ]
}
