import { text } from './texts.ts'
import type { Draft, Place } from './words.ts'

type Way = readonly [weight: number, make: () => string]

/** Texts that come of calls which the language makes by itself. */
export function implicit(draft: Draft, place: Place): readonly Way[] {
  const { random } = draft
  // Inside a function that is written in place nothing is waited for.
  const given = (): string => text(draft, { ...place, async: false, self: [] }, 1)
  const method = (name: string, value: string): string =>
    random.pick([`${name}: () => ${value}`, `${name}() { return ${value} }`, `${name}: function () { return ${value} }`])
  const spelled = (): string =>
    random.pick([
      () => `{ ${method('toString', given())} }`,
      () => `{ ${method('[Symbol.toPrimitive]', given())} }`,
      () => `new (class { ${`toString() { return ${given()} }`} })()`,
    ])()
  const read = (): string => `{ get name() { return ${given()} } }`
  return [
    [1, () => `\`\${(${spelled()})}\``],
    [1, () => `(${spelled()} + '-end')`],
    [1, () => `String(${spelled()})`],
    [1, () => `[${spelled()}].join('-')`],
    [1, () => `JSON.parse(JSON.stringify({ ${method('toJSON', `({ name: ${given()} })`)} })).name`],
    [1, () => `JSON.parse(JSON.stringify({ box: ${read()} })).box.name`],
    [1, () => `({ ...${read()} }).name`],
    [1, () => `Object.assign({}, ${read()}).name`],
    [1, () => `Object.setPrototypeOf({}, { name: ${given()} }).name`],
    [1, () => `({ name: ${given()}, tag(_, one) { return one ?? this.name } }).tag\`a \${${given()}}\``],
    [1, () => `((box) => (Object.assign(box, { name: ${given()} }), box.held))({ held: ${given()}, set name(value) { this.held = value } })`],
  ]
}
