import { flag } from './flags.ts'
import { sendTo } from './sends.ts'
import { statements } from './statements.ts'
import { text } from './texts.ts'
import { choose, costOf, type Draft, type Name, type Place, type Written, within } from './words.ts'

/** Classes that stand on one another: fields, abstract members, what is `super`'s, and what belongs to the class itself. */
export function hierarchy(draft: Draft, place: Place): Written {
  const instance: Name = { name: draft.fresh('service'), kind: 'service', mutable: false }
  const lines = choose(draft.random, [
    [4, () => template(draft, place, instance.name)],
    [2, () => statics(draft, place, instance.name)],
    [2, () => registered(draft, place, instance.name)],
    [1, () => mixed(draft, place, instance.name)],
    [1, () => literal(draft, place, instance.name)],
    [1, () => builder(draft, place, instance.name)],
  ])()
  return { lines, names: [{ ...instance, cost: costOf(lines, place.names) * 2 }] }
}

const own: readonly Name[] = [
  { name: 'table', kind: 'text', mutable: true },
  { name: 'spare', kind: 'text', mutable: true },
]

interface Parts {
  /** A text at the time when the class is made. */
  readonly first: () => string
  /** A text of an instance that is being made. */
  readonly made: () => string
  readonly method: (name: string, more?: readonly string[]) => string
  readonly pick: () => string
}

function partsOf(draft: Draft, place: Place, self: readonly Name[] = own): Parts {
  const { random } = draft
  const outside: Place = { ...place, event: false, async: false, self: [] }
  const inner: Place = { ...within(place, true, 'nothing'), self }
  const given: Name = { name: draft.fresh('given'), kind: 'text', mutable: true }
  const picking: Place = { ...within(place, false, 'text', [given]), self }
  return {
    first: () => text(draft, outside, 1),
    made: () => text(draft, { ...outside, self }, 1),
    method: (name, more = []) => {
      const steps = [`${sendTo(draft, text(draft, inner, 1))}`, ...(random.chance(0.5) ? [statements(draft, inner, 2, 0)] : []), ...more]
      return `async ${name}(event) {\n${(random.chance(0.5) ? steps : steps.reverse()).join('\n')}\n}`
    },
    pick: () =>
      `pick(event, ${given.name}) {\n${random.chance(0.4) ? `if (${flag(draft, picking, 1)}) return ${text(draft, picking, 1)}\n` : ''}return ${text(draft, picking, 1)}\n}`,
  }
}

/** A class whose method calls what those who extend it have to write. */
function template(draft: Draft, place: Place, instance: string): string {
  const { random } = draft
  const [base, middle, last] = [draft.fresh('Base'), draft.fresh('Middle'), draft.fresh('Last')]
  const { first, made, method, pick } = partsOf(draft, place)
  const maybe = (chance: number, make: () => string): readonly string[] => (random.chance(chance) ? [make()] : [])
  const field = (): string =>
    random.pick([
      `table = ${first()}`,
      `table = this.spare ?? ${first()}`,
      `get table() { return ${made()} }\nset table(value) {}`,
      `table = this.name()`,
    ])
  const hook = (): string => random.pick([`name() { return ${made()} }`, `name() { return this.table ?? ${first()} }`])
  const upper = (name: string): string => (random.chance(0.5) ? `await super.${name}(event)` : '')
  return [
    `abstract class ${base} {`,
    `spare = ${first()}`,
    field(),
    ...maybe(
      0.5,
      () =>
        `constructor(${random.pick(['', 'readonly extra = 1'])}) {\n${random.pick(['this.begin()', `this.spare = ${first()}`, 'this.spare = this.name()', 'this.table ??= this.name()'])}\n}`,
    ),
    `begin() {\n${random.chance(0.5) ? `this.spare = ${made()}` : ''}\n}`,
    random.chance(0.5) ? 'abstract name(): string' : hook(),
    `name2() { return this.name() }`,
    'abstract work(event: any): Promise<void>',
    method('before'),
    method('run', ['await this.before(event)', 'await this.work(event)', sendTo(draft, random.pick(['this.table', 'this.spare', 'this.name2()']))]),
    pick(),
    '}',
    `class ${middle} extends ${base} {`,
    ...maybe(0.4, () => random.pick([`table = ${first()}`, `spare = ${made()}`])),
    ...maybe(0.3, () => `constructor() {\nsuper()\nthis.table = ${random.pick([made(), 'this.name()'])}\n}`),
    hook(),
    ...maybe(0.4, () => `begin() {\n${random.chance(0.5) ? 'super.begin()\n' : ''}this.${random.pick(['table', 'spare'])} = ${made()}\n}`),
    method('work'),
    ...maybe(0.4, () => method('before', [upper('before')])),
    '}',
    `class ${last} extends ${middle} {`,
    ...maybe(0.5, () => `spare = ${first()}`),
    ...maybe(0.5, () => `name() { return ${random.pick(['super.name()', made(), "super.name() + '-last'"])} }`),
    ...maybe(0.5, () => method('work', [upper('work')])),
    ...maybe(0.3, () => `pick(event, given) {\nreturn super.pick(event, ${random.pick(['given', made()])})\n}`),
    ...maybe(0.2, () => 'run = async (event) => {\nawait super.run(event)\n}'),
    '}',
    random.pick([
      `const ${instance} = new ${last}()`,
      `const ${instance} = new ${middle}()`,
      `const ${instance} = new (${flag(draft, { ...place, event: false, async: false }, 1)} ? ${middle} : ${last})()`,
      `const ${instance} = Reflect.construct(${last}, [])`,
    ]),
  ].join('\n')
}

/** What belongs to a class, and to those who extend it. */
function statics(draft: Draft, place: Place, instance: string): string {
  const { random } = draft
  const [base, last] = [draft.fresh('Kind'), draft.fresh('Last')]
  const { first, method, pick } = partsOf(draft, place)
  const self = random.pick([`${base}`, '(this.constructor as any)'])
  return [
    `class ${base} {`,
    `static shared: any = ${first()}`,
    'static only: any',
    random.chance(0.4) ? `static {\nthis.shared = ${first()}\n}` : '',
    `static get(): any {\nreturn (this.only ${random.pick(['??=', '||='])} new this())\n}`,
    random.pick([
      `get table() { return ${self}.shared }\nset table(value) { ${self}.shared = value }`,
      `table = ${self}.shared`,
      `table: any\nconstructor() {\nthis.table = new.target === ${base} ? ${first()} : ${self}.shared\n}`,
    ]),
    `spare = ${first()}`,
    method('run', [sendTo(draft, `${self}.shared`)]),
    pick(),
    '}',
    `class ${last} extends ${base} {`,
    random.chance(0.6) ? `static shared = ${random.pick([first(), "super.shared + '-last'"])}` : '',
    random.chance(0.4) ? `static get() {\nconst made = super.get()\nmade.spare = ${first()}\nreturn made\n}` : '',
    random.chance(0.4) ? method('run', ['await super.run(event)']) : '',
    '}',
    random.chance(0.3) ? `${base}.shared = ${first()}` : '',
    `const ${instance} = ${random.pick([base, last])}.get()`,
  ]
    .filter(Boolean)
    .join('\n')
}

/** Classes that put themselves into a list, and are made by name. */
function registered(draft: Draft, place: Place, instance: string): string {
  const { random } = draft
  const [base, registry] = [draft.fresh('Plugin'), draft.fresh('plugins')]
  const { first, method, pick } = partsOf(draft, place)
  const kinds = ['x', 'y'].map((key) => [key, draft.fresh('Plugin')] as const)
  const inside = random.chance(0.5)
  const all = inside ? `${base}.all` : registry
  const add = (key: string, name: string): string => random.pick([`${all}.set('${key}', ${name})`, `${base}.register('${key}', ${name})`])
  return [
    ...(inside ? [] : [`const ${registry} = new Map<string, any>()`]),
    `class ${base} {`,
    ...(inside ? ['static all = new Map<string, any>()'] : []),
    `static register(key, kind) {\n${all}.set(key, kind)\nreturn kind\n}`,
    `table = ${first()}`,
    `spare = ${first()}`,
    method('run'),
    pick(),
    '}',
    ...kinds.flatMap(([key, name]) => [
      `class ${name} extends ${base} {`,
      `table = ${first()}`,
      ...(random.chance(0.3) ? [`static {\n${all}.set('${key}', this)\n}`] : []),
      method('run', random.chance(0.5) ? ['await super.run(event)'] : []),
      '}',
      add(key, name),
    ]),
    `const ${instance} = new (${all}.get(process.env.MODE) ?? ${random.pick([base, kinds[0]?.[1] ?? base])})()`,
  ].join('\n')
}

/** A class made by functions that each add something to the class that they are given. */
function mixed(draft: Draft, place: Place, instance: string): string {
  const { random } = draft
  const [base, first, second] = [draft.fresh('Plain'), draft.fresh('withFirst'), draft.fresh('withSecond')]
  const parts = partsOf(draft, place)
  const mixin = (name: string): string =>
    `const ${name} = (kind): any => class extends kind {\n${random.pick([`spare = ${parts.first()}`, `constructor(...all) {\nsuper(...all)\nthis.table = ${parts.made()}\n}`])}\n${parts.method('run', ['await super.run(event)'])}\n}`
  return [
    `class ${base} {\ntable = ${parts.first()}\nspare = ${parts.first()}\n${parts.method('run')}\n${parts.pick()}\n}`,
    mixin(first),
    mixin(second),
    `const ${instance} = new (${random.pick([`${first}(${second}(${base}))`, `[${first}, ${second}].reduce((kind, add) => add(kind), ${base})`])})()`,
  ].join('\n')
}

/** Objects without a class that stand on one another. */
function literal(draft: Draft, place: Place, instance: string): string {
  const { random } = draft
  const base = draft.fresh('base')
  const { first, method, pick } = partsOf(draft, place)
  const over = random.chance(0.6) ? `${method('run', ['await super.run(event)'])},\n` : ''
  return [
    `const ${base} = {\ntable: ${first()},\nspare: ${first()},\n${method('run')},\n${pick()},\n}`,
    random.pick([
      () => `const ${instance}: any = {\n__proto__: ${base},\n${over}spare: ${first()},\n}`,
      () => `const ${instance}: any = Object.setPrototypeOf({\n${over}table: ${first()},\n}, ${base})`,
      () => `const ${instance}: any = Object.create(${base}, { spare: { value: ${first()}, writable: true } })`,
      () => `const ${instance}: any = Object.assign(Object.create(${base}), { ${method('run')} })`,
      () => `const ${instance} = { ...${base}, spare: ${first()} }`,
    ])(),
  ].join('\n')
}

/** An instance whose methods give itself back. */
function builder(draft: Draft, place: Place, instance: string): string {
  const { random } = draft
  const base = draft.fresh('Builder')
  const { first, made, method, pick } = partsOf(draft, place)
  const steps = Array.from({ length: 1 + random.below(3) }, () =>
    random.pick([
      `.to(${first()})`,
      `.or(${first()})`,
      '.swap()',
      `.when(${flag(draft, { ...place, event: false, async: false }, 0)}, (made) => made.to(${first()}))`,
    ]),
  )
  return [
    `class ${base} {`,
    `table = ${first()}`,
    `spare = ${first()}`,
    'to(table) {\nthis.table = table\nreturn this\n}',
    `or(spare) {\nconst made = ${random.pick([`new ${base}()`, 'Object.create(this)', `Object.assign(new ${base}(), this)`])}\nmade.spare = spare\nreturn made\n}`,
    'swap() {\n;[this.table, this.spare] = [this.spare, this.table]\nreturn this\n}',
    'when(test, change) {\nreturn test ? change(this) : this\n}',
    method('run', [sendTo(draft, made())]),
    pick(),
    '}',
    `const ${instance} = new ${base}()${steps.join('')}`,
  ].join('\n')
}
