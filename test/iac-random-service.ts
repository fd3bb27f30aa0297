import type { ServiceOptions } from '../src/iac/index.ts'
import type { Json, StatementDocument } from '../src/model/index.ts'
import { allow } from './iac-service.ts'

/** A service made at random, what its functions are to be allowed, and which of them share their statements. */
export interface RandomService {
  readonly files: Readonly<Record<string, string>>
  readonly options: ServiceOptions
  readonly wanted: Readonly<Record<string, readonly StatementDocument[]>>
  readonly groups: readonly { readonly functions: readonly string[]; readonly kept: number }[]
}

/** Numbers that look random and are the same on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const actions = ['s3:GetObject', 's3:PutObject', 'dynamodb:Query', 'dynamodb:GetItem', 'sqs:SendMessage', 'sns:Publish', 's3:*', 'dynamodb:*', '*']
const resources: Json[] = [
  '*',
  'arn:aws:s3:::reports/*',
  'arn:aws:sqs:eu-west-1:*:jobs-${self:provider.stage}',
  { 'Fn::GetAtt': ['Table', 'Arn'] },
  { 'Fn::Sub': '${Table.Arn}/index/*' },
  { Ref: 'Topic' },
]
const names = ['alpha', 'beta', 'gamma', 'delta']
const kinds = ['plugin', 'plugin', 'plugin', 'structured', 'provider', 'role', 'json'] as const
type Kind = (typeof kinds)[number]

/** Makes a service in a style of its own: indentation, lists, quotes, tags, braces, comments, line ends, files, dialects. */
export function makeService(seed: number): RandomService {
  const maker = new Maker(seed)
  return maker.kind === 'json' ? maker.json() : maker.yaml()
}

class Maker {
  readonly kind: Kind
  private readonly next: (below: number) => number
  private readonly unit: number
  private readonly listIndent: number
  private readonly quote: string
  private readonly short: boolean
  private readonly files: Record<string, string> = {}
  private readonly groups: { functions: string[]; kept: number }[] = []
  private readonly wanted: Record<string, StatementDocument[]> = {}

  constructor(seed: number) {
    this.next = numbers(seed)
    this.kind = this.pick(kinds)
    this.unit = this.pick([2, 2, 2, 4, 3])
    this.listIndent = this.pick([0, 2, this.unit])
    this.quote = this.pick(['', "'", '"'])
    this.short = this.next(2) === 0
  }

  yaml(): RandomService {
    const functions = names.map((name) => this.functionText(name))
    const gap = (): string => this.pick(['', '', '\n'])
    let text = `service: laws\n${this.kind === 'structured' ? "frameworkVersion: '4'" : "frameworkVersion: '3'"}\n\n`
    if (this.kind === 'plugin') text += `plugins:\n${' '.repeat(this.listIndent)}- serverless-iam-roles-per-function\n`
    text += `provider:\n${this.pad(1)}name: aws${this.comment()}\n${this.pad(1)}stage: \${opt:stage, 'dev'}\n${this.providerText()}`
    text += `# all of them\nfunctions:\n${functions.join(gap())}`
    text += this.kind === 'role' ? this.rolesText() : this.pick(['', 'resources:\n  Resources: {}\n'])
    const ends = this.next(4) === 0 ? text.replace(/\n+$/, '') : text
    const finish = (content: string, windows: boolean): string => (windows ? content.replaceAll('\n', '\r\n') : content)
    const windows = this.next(4) === 0
    this.files['serverless.yml'] = (this.next(6) === 0 ? '\uFEFF' : '') + finish(ends, windows)
    for (const file of Object.keys(this.files).filter((path) => path !== 'serverless.yml'))
      this.files[file] = finish(this.files[file] ?? '', this.next(4) === 0)
    return this.made()
  }

  json(): RandomService {
    const functions = names.map((name): [string, Json] => {
      this.want(name, this.next(5) > 0)
      const statements = this.next(2) === 0 ? this.documents(3).map((document) => ({ ...document }) as unknown as Json) : undefined
      this.groups.push({ functions: [name], kept: 0 })
      return [name, { handler: `src/${name}.main`, ...(statements ? { iamRoleStatements: statements } : {}), timeout: 3 }]
    })
    const service = {
      service: 'laws',
      frameworkVersion: '4',
      provider: { name: 'aws', stage: "${opt:stage, 'dev'}" },
      functions: Object.fromEntries(functions),
    }
    this.files['serverless.json'] = `${JSON.stringify(service, null, this.pick([2, 4, 0]))}${this.pick(['\n', ''])}`
    return this.made()
  }

  private made(): RandomService {
    const { files, wanted, groups } = this
    return { files, wanted, groups, options: this.kind === 'provider' ? { dialect: 'provider-statements' } : {} }
  }

  private pick<T>(items: readonly T[]): T {
    return items[this.next(items.length)] as T
  }

  private some<T>(items: readonly T[], most: number): T[] {
    return [...new Set(Array.from({ length: 1 + this.next(most) }, () => this.pick(items)))]
  }

  private documents(most: number): StatementDocument[] {
    return Array.from({ length: this.next(most + 1) }, () => allow(this.some(actions, 3), this.some(resources, 3)))
  }

  private want(name: string, really: boolean): void {
    const documents = this.documents(3)
    if (really) this.wanted[name] = documents
  }

  private pad = (level: number, more = 0): string => ' '.repeat(level * this.unit + more)
  private comment = (): string => this.pick(['', '', '', ' # a note', '  # { : [ - " \''])

  private words(value: string): string {
    if (this.quote === '' && !/^[*]|[{}[\]]/.test(value)) return value
    return this.quote === '"' ? `"${value}"` : `'${value}'`
  }

  private inline(value: Json): string {
    if (typeof value === 'string') return this.words(value)
    const [[name, argument]] = Object.entries(value as object) as [[string, Json]]
    if (this.short)
      return name === 'Ref' ? `!Ref ${argument}` : name === 'Fn::Sub' ? `!Sub '${argument}'` : `!GetAtt ${(argument as string[]).join('.')}`
    return `{ ${this.words(name)}: ${Array.isArray(argument) ? `[${argument.map((part) => this.words(String(part))).join(', ')}]` : `'${argument}'`} }`
  }

  private field(name: string, values: readonly Json[], margin: string): string {
    const [only] = values
    if (only !== undefined && values.length === 1 && this.next(2) === 0) return `${margin}${name}: ${this.inline(only)}${this.comment()}\n`
    if (this.next(4) === 0) return `${margin}${name}: [${values.map((value) => this.inline(value)).join(this.pick([',', ', ']))}]${this.comment()}\n`
    const items = values.map((value) => `${margin}${' '.repeat(this.listIndent)}- ${this.inline(value)}${this.comment()}\n`)
    return `${margin}${name}:${this.comment()}\n${items.join('')}`
  }

  /** A list of statements whose dashes stand at a column, and how many of them are protected. */
  private list(column: number): { text: string; kept: number } {
    const statements = Array.from({ length: 1 + this.next(3) }, () => this.statement(' '.repeat(column)))
    return { text: statements.map(({ text }) => text).join(''), kept: statements.filter(({ kept }) => kept).length }
  }

  private statement(dash: string): { text: string; kept: boolean } {
    const margin = `${dash}  `
    const kind = this.next(10)
    const above = this.pick(['', '', `${dash}# about this one\n`]) + (kind === 0 ? `${dash}# keycard-keep -- somebody needs it\n` : '')
    const effect = `Effect: ${kind === 1 ? 'Deny' : this.words('Allow')}${this.comment()}\n`
    const rest = [
      this.field('Action', this.some(actions, 3), margin),
      this.field('Resource', this.some(resources, 3), margin),
      kind === 2 ? `${margin}Condition: { Bool: { 'aws:SecureTransport': 'true' } }\n` : '',
    ]
    if (this.next(3) === 0) rest.unshift(`${margin}Sid: ${this.words(`Sid${this.next(100)}`)}\n`)
    if (this.next(3) === 0) rest.reverse()
    return { text: `${above}${dash}- ${effect}${rest.join('')}`, kept: kind < 3 }
  }

  private functionText(name: string): string {
    const alone = this.kind === 'plugin' || this.kind === 'structured'
    this.want(name, !alone || this.next(5) > 0)
    const form = this.next(6)
    let kept = 0
    const lines = [
      `${this.pad(2)}handler: ${this.words(`src/${name}.main`)}${this.comment()}\n`,
      `${this.pad(2)}environment:\n${this.pad(3)}TABLE: ${this.inline({ Ref: 'Topic' })}\n`,
      `${this.pad(2)}events:\n${this.pad(2, this.listIndent)}- http: GET /\n`,
    ]
    if (this.kind === 'role') lines.push(`${this.pad(2)}role: ${name < 'c' ? this.pick(['Both', '!GetAtt Both.Arn']) : name}\n`)
    else if (alone) {
      const own = this.ownStatements(name, form)
      kept = own.kept
      if (own.text !== '') lines.push(own.text)
    }
    if (alone) this.groups.push({ functions: [name], kept })
    if (form === 0 && this.kind !== 'role')
      return `${this.pad(1)}${name}: { handler: src/${name}.main${this.pick([', timeout: 3', ''])} }${this.comment()}\n`
    return `${this.pad(1)}${name}:${this.comment()}\n${lines.sort(() => this.next(3) - 1).join(this.pick(['', '', '\n']))}`
  }

  private ownStatements(name: string, form: number): { text: string; kept: number } {
    const [key, column] =
      this.kind === 'plugin'
        ? [`${this.pad(2)}iamRoleStatements:`, this.unit * 2 + this.listIndent]
        : [`${this.pad(2)}iam:\n${this.pad(3)}role:\n${this.pad(4)}statements:`, this.unit * 4 + this.listIndent]
    if (form === 1) return { text: `${key} []${this.comment()}\n`, kept: 0 }
    if (form === 2) {
      const inFile = this.list(0)
      const below = this.next(2) === 0
      this.files[`iam/${name}.yml`] = below ? `# of ${name}\n${name}:${this.comment()}\n${inFile.text}` : inFile.text
      return { text: `${key} \${file(./iam/${name}.yml)${below ? `:${name}` : ''}}\n`, kept: inFile.kept }
    }
    if (form < 3) return { text: '', kept: 0 }
    const { text, kept } = this.list(column)
    return { text: `${key}${this.comment()}\n${text}`, kept }
  }

  private providerText(): string {
    if (this.kind !== 'provider') return ''
    const form = this.next(4)
    const inner = form === 0 ? { text: '', kept: 0 } : this.list(form === 1 ? this.unit + this.listIndent : this.unit * 3 + this.listIndent)
    this.groups.push({ functions: names, kept: inner.kept })
    if (form === 0) return ''
    if (form === 1) return `${this.pad(1)}iamRoleStatements:${this.comment()}\n${inner.text}`
    return `${this.pad(1)}iam:\n${this.pad(2)}role:\n${this.pad(3)}statements:${this.comment()}\n${inner.text}`
  }

  private rolesText(): string {
    const role = (id: string, functions: string[]): string => {
      const head = `${this.pad(2)}${id}:\n${this.pad(3)}Type: AWS::IAM::Role\n${this.pad(3)}Properties:\n`
      const trust = `${this.pad(4)}AssumeRolePolicyDocument:\n${this.pad(5)}Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: 'sts:AssumeRole' }\n`
      const count = this.next(3)
      const column = this.unit * 4 + this.listIndent
      const policies = Array.from({ length: count }, (_, index) => {
        const inner = this.list(column + 2 + this.unit + this.listIndent)
        const dash = ' '.repeat(column)
        return {
          kept: inner.kept,
          text: `${dash}- PolicyName: p${index}${this.comment()}\n${dash}  PolicyDocument:\n${dash}  ${this.pad(1)}Version: '2012-10-17'\n${dash}  ${this.pad(1)}Statement:\n${inner.text}`,
        }
      })
      this.groups.push({ functions, kept: policies.reduce((total, { kept }) => total + kept, 0) })
      const listed =
        count === 0 ? this.pick(['', `${this.pad(4)}Policies: []\n`]) : `${this.pad(4)}Policies:\n${policies.map(({ text }) => text).join('')}`
      return head + trust + listed
    }
    return `resources:\n${this.pad(1)}Resources:\n${role('Both', ['alpha', 'beta'])}${role('gamma', ['gamma'])}${role('delta', ['delta'])}`
  }
}
