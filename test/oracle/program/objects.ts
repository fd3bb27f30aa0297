import { flag } from './flags.ts'
import { text } from './texts.ts'
import { type Draft, namesOf, type Place } from './words.ts'

type Way = readonly [weight: number, make: () => string]

/** Texts that come of how objects are made, described and copied. */
export function described(draft: Draft, place: Place, inner: () => string): readonly Way[] {
  const { random } = draft
  const apart = (): string => text(draft, { ...place, async: false, self: [] }, 1)
  const test = (): string => flag(draft, { ...place, async: false }, 1)
  const books = namesOf(place, 'book')
  const book = (): string => (books.length > 0 && random.chance(0.6) ? random.pick(books).name : `{ p: ${inner()}, q: ${inner()} }`)
  return [
    [1, () => `Object.defineProperty({ name: ${inner()} }, 'name', { value: ${inner()} }).name`],
    [1, () => `Object.defineProperty({}, 'name', { get: () => ${apart()} }).name`],
    [1, () => `Object.defineProperties({}, { name: { value: ${inner()}, enumerable: true }, other: { get() { return this.name } } }).other`],
    [1, () => `Object.freeze({ name: ${inner()} }).name`],
    [
      1,
      () =>
        `(Object.fromEntries(Object.entries(${book()}).map(([key, value]) => [key, ${random.pick(['value', "value + '-end'", apart()])}])).p ?? ${inner()})`,
    ],
    [1, () => `(Object.entries(${book()}).reduce((all, [key, value]) => Object.assign(all, { [key]: value }), {}).q ?? ${inner()})`],
    [1, () => `(Reflect.get(${book()}, '${random.pick(['p', 'q'])}') ?? ${inner()})`],
    [1, () => `(Reflect.ownKeys(${book()}).map(String)[0] ?? ${inner()})`],
    [1, () => `((box) => (Reflect.set(box, 'name', ${inner()}), box.name))({ name: ${inner()} })`],
    [1, () => `JSON.parse(JSON.stringify({ list: [{ name: ${inner()} }] })).list[0].name`],
    [1, () => `(JSON.parse(JSON.stringify(${book()}), (key, value) => (key === 'p' ? ${apart()} : value)).p ?? ${inner()})`],
    [1, () => `(JSON.parse(JSON.stringify(${book()}, ['p'])).q ?? ${inner()})`],
    [1, () => `JSON.parse(\`{"name":"\${${inner()}}"}\`).name`],
    [1, () => `structuredClone({ list: [${inner()}] }).list[0]`],
    [1, () => `((({ p, ...others }) => Object.values(others)[0] ?? p)(${book()}) ?? ${inner()})`],
    [1, () => `((key) => ({ [key]: ${inner()}, ['other']: ${inner()} })[key])(${random.pick(["'name'", inner()])})`],
    [1, () => `(Object.getOwnPropertyDescriptor(${book()}, 'p')?.value ?? ${inner()})`],
    [1, () => `Object.assign(Object.create({ name: ${inner()} }), ${test()} ? { name: ${inner()} } : null).name`],
    [1, () => `new Proxy({ name: ${inner()} }, { get: (target, key) => (${test()} ? target[key] : ${apart()}) }).name`],
    [1, () => `({ name: ${inner()}, get other() { delete this.other; return (this.other = ${apart()}) } }).other`],
    [1, () => `((box) => { const { name = ${apart()} } = box; box.name = ${apart()}; return name })({ name: ${inner()} })`],
    [1, () => `((one, all = [one].concat(one)[1]) => all)(${inner()})`],
    [1, () => `(function () { return arguments[${random.below(2)}] })(${inner()}, ${inner()})`],
    [1, () => `(function (one) { one = arguments.length > 1 ? arguments[1] : one; return one })(${inner()}, ${inner()})`],
  ]
}

/** Texts put together of others, and taken apart. */
export function composed(draft: Draft, place: Place, inner: () => string): readonly Way[] {
  const { random } = draft
  const apart = (): string => text(draft, { ...place, async: false, self: [] }, 1)
  const test = (): string => flag(draft, { ...place, async: false }, 1)
  const tag = (body: string): string => `((parts, ...values) => ${body})`
  return [
    [1, () => `${tag("parts.reduce((all, part, at) => all + part + (values[at] ?? ''), '')")}\`a-\${${inner()}}-b\``],
    [1, () => `${tag("parts.map((part, at) => `${part}${values[at] ?? ''}`).join('')")}\`\${${inner()}}\${'-c'}\``],
    [1, () => `String.raw\`r-\${${inner()}}\``],
    [1, () => `String.raw({ raw: ['', '-d'] }, ${inner()})`],
    [1, () => `['a', ${test()} && ${inner()}, ${inner()}].filter(Boolean).join('-')`],
    [1, () => `[${inner()}, 'e'].join('_')`],
    [1, () => `${inner()}.replace(/t(\\d)/, (_, digit) => \`u\${digit}\`)`],
    [1, () => `${inner()}.replaceAll('t', 'v')`],
    [1, () => `${inner()}.split('').reverse().join('')`],
    [1, () => `\`{name}-f\`.replace('{name}', ${inner()})`],
    [1, () => `'g-%s'.replace('%s', () => ${apart()})`],
    [1, () => `${inner()}.padStart(6, '0')`],
    [1, () => `${inner()}.substring(1) + ${inner()}.charAt(0)`],
    [1, () => `(${inner()}.match(/[a-z]+\\d/)?.[0] ?? ${inner()})`],
    [1, () => `(/^(?<head>.)(?<rest>.*)$/.exec(${inner()})?.groups?.rest || ${inner()})`],
    [1, () => `[...${inner()}].slice(0, 2).join('')`],
    [1, () => `${inner()}.at(0) + '-h'`],
    [1, () => `encodeURIComponent(${inner()})`],
    [1, () => `[${inner()}, ${inner()}].map((one) => one.toLowerCase()).join('.')`],
    [1, () => `(({ a, b }) => \`\${a}-\${b ?? ${apart()}}\`)({ a: ${inner()}, ...(${test()} && { b: ${inner()} }) })`],
    [1, () => `new URL(\`https://host/\${${inner()}}\`).pathname.slice(1)`],
    [1, () => `Buffer.from(${inner()}).toString()`],
    [1, () => `Buffer.from(Buffer.from(${inner()}).toString('base64'), 'base64').toString('utf8')`],
    [1, () => `(${inner()} + ${random.below(3)} * 2)`],
    [1, () => `((all) => { all += ${apart()}; return all })(${inner()})`],
  ]
}
