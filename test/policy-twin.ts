import { type Condition, type Policy, type Statement, type Value, valueKey } from '../src/model/index.ts'

// The slow, obvious twin of src/policy: it asks each request in turn whether a policy allows it, with opaque parts replaced by texts.

/** What opaque parts stand for, by their id or text. */
export type Meaning = ReadonlyMap<string, string>

/** What a request brings for condition keys. */
export type Brought = ReadonlyMap<string, string>

/** `${*}` is the star itself: a letter that no pattern takes for a wildcard. */
const plainly = new Map([
  ['*', '\u2217'],
  ['?', '\u2047'],
  ['$', '$'],
])

/** Which of several values it is: the same in all places, and another with another meaning. */
function drawn(value: Value, meaning: Meaning): number {
  const seed = `${[...meaning.values()].join('/')}${valueKey(value)}`
  return [...seed].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, 7)
}

/** A text with the opaque parts filled in; a wildcard that came with one is no wildcard, but meanings here hold none. */
export function filledIn(value: Value, meaning: Meaning): string {
  if (value.kind === 'text')
    return value.text.replace(/\$\{([^}]*)\}/g, (_, name: string) => plainly.get(name) ?? meaning.get(name.toLowerCase()) ?? '')
  if (value.kind === 'join') return value.parts.map((part) => filledIn(part, meaning)).join('')
  if (value.kind === 'resource') return meaning.get(value.id) ?? 'undefined'
  if (value.kind === 'intrinsic') return meaning.get(Object.keys(value.document as object)[0] ?? '') ?? 'undefined'
  if (value.kind === 'oneOf') return filledIn(value.options[drawn(value, meaning) % value.options.length] as Value, meaning)
  return value.kind === 'variable' ? (meaning.get(value.text) ?? 'undefined') : 'undefined'
}

const expressions = new Map<string, RegExp>()

/** A pattern as a regular expression, in which a wildcard before the `open`th colon stands for anything but a colon. */
function expressionOf(pattern: string, open: number): RegExp {
  const known = expressions.get(`${open} ${pattern}`)
  if (known) return known
  let colons = 0
  const steps = [...pattern].map((char, index) => {
    if (char === ':') colons++
    // A short form such as `arn:aws:s3*` is open at its end.
    const any = colons >= open || (char === '*' && index === pattern.length - 1) ? '[^]' : '[^:]'
    return char === '*' ? `${any}*` : char === '?' ? any : char.replace(/[^\w:]/, '\\$&')
  })
  const made = new RegExp(`^${steps.join('')}$`)
  if (expressions.size > 10_000) expressions.clear()
  expressions.set(`${open} ${pattern}`, made)
  return made
}

/** Whether a text matches a pattern with `*` and `?`. */
export const globMatches = (pattern: string, text: string): boolean => expressionOf(pattern, 0).test(text)

/** A pattern of a resource: an ARN is matched field by field. */
export const arnExpression = (pattern: string): RegExp => expressionOf(pattern, pattern.startsWith('arn:') ? 5 : 0)

/** Whether an ARN matches: field by field, where the pattern is an ARN. */
export const arnMatches = (pattern: string, text: string): boolean => arnExpression(pattern).test(text)

/** Whether a condition holds, test by test. */
export function conditionHolds(condition: Condition | undefined, brought: Brought, meaning: Meaning): boolean {
  for (const [operator, keys] of condition ?? []) {
    for (const [key, values] of keys) {
      const value = brought.get(key.toLowerCase())
      const wanted = values.map((one) => filledIn(one, meaning))
      if (!testHolds(operator, value, wanted)) return false
    }
  }
  return true
}

/** Where wildcards are none, they are the characters that `${*}` and `${?}` stand for. */
export const literally = (text: string): string => text.replaceAll('*', plainly.get('*') ?? '').replaceAll('?', plainly.get('?') ?? '')

function testHolds(operator: string, value: string | undefined, wanted: readonly string[]): boolean {
  if (operator === 'Null') return wanted.includes(String(value === undefined))
  const optional = operator.endsWith('IfExists')
  const bare = optional ? operator.slice(0, -'IfExists'.length) : operator
  if (value === undefined) return optional || bare.includes('Not')
  switch (bare) {
    case 'StringEquals':
      return wanted.map(literally).includes(value)
    case 'StringNotEquals':
      return !wanted.map(literally).includes(value)
    case 'StringEqualsIgnoreCase':
      return wanted.some((one) => literally(one).toLowerCase() === value.toLowerCase())
    case 'StringLike':
      return wanted.some((one) => globMatches(one, value))
    case 'StringNotLike':
      return !wanted.some((one) => globMatches(one, value))
    case 'NumericLessThan':
      return wanted.some((one) => Number(value) < Number(one))
    case 'NumericEquals':
      return wanted.some((one) => Number(value) === Number(one))
    case 'NumericNotEquals':
      return !wanted.some((one) => Number(value) === Number(one))
    default:
      throw new Error(`the twin does not know ${bare}`)
  }
}

/** The requests that are tried, each action with each resource and each context. */
export interface Universe {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly contexts: readonly Brought[]
}

/** Which requests of the universe a policy allows, one after the other. */
export function allowedRequests({ statements }: Policy, { actions, resources, contexts }: Universe, meaning: Meaning): boolean[] {
  const prepared = statements.map((statement) => ({
    deny: statement.effect === 'Deny',
    actions: actions.map((action) => onAction(statement, action)),
    resources: resources.map((resource) => onResource(statement, resource, meaning)),
    contexts: contexts.map((context) => conditionHolds(statement.condition, context, meaning)),
  }))
  const allowed: boolean[] = []
  for (let action = 0; action < actions.length; action++) {
    for (let resource = 0; resource < resources.length; resource++) {
      for (let context = 0; context < contexts.length; context++) {
        let allow = false
        let deny = false
        for (const one of prepared) {
          if (!one.actions[action] || !one.resources[resource] || !one.contexts[context]) continue
          if (one.deny) deny = true
          else allow = true
        }
        allowed.push(allow && !deny)
      }
    }
  }
  return allowed
}

function onAction({ actions, notActions }: Statement, action: string): boolean {
  const listed = (notActions ?? actions).some((pattern) => globMatches(pattern.toLowerCase(), action.toLowerCase()))
  return listed !== (notActions !== undefined)
}
function onResource({ resources, notResources }: Statement, resource: string, meaning: Meaning): boolean {
  const listed = (notResources ?? resources).some((pattern) => arnMatches(filledIn(pattern, meaning), resource))
  return listed !== (notResources !== undefined)
}
