/** What the service file says of an environment variable: its text where that is fixed, or only that it is never empty. */
export interface KnownVariable {
  readonly text?: string
}

/** The environment of an entry point, as far as it is fixed before the service is deployed. */
export interface KnownEnvironment {
  readonly variables: ReadonlyMap<string, KnownVariable>
  /** The names of all variables, where there can be no others. */
  readonly names?: readonly string[]
}

const none: KnownEnvironment = { variables: new Map() }

/**
 * Answers questions about the environment while code is evaluated, and remembers them: what was worked out with the answers holds for
 * another entry point only where its environment gives the same ones.
 */
export class Constants {
  private environment = none
  private readonly asked = new Map<string, string | undefined>()

  /** What was asked so far, with the answers. */
  get answers(): ReadonlyMap<string, string | undefined> {
    return this.asked
  }

  /** The text of a variable. */
  textOf(name: string): string | undefined {
    return this.ask(`text ${name}`)
  }

  /** Whether a variable counts as true; undefined where that is not known. */
  truthOf(name: string): boolean | undefined {
    const answer = this.ask(`truth ${name}`)
    return answer === undefined ? undefined : answer === 'true'
  }

  /** Whether a variable is set for certain. */
  isSet(name: string): boolean {
    return this.ask(`set ${name}`) === 'true'
  }

  /** The names of the variables that begin and end so; undefined where there may be others. */
  namesLike(head: string, tail: string): readonly string[] | undefined {
    const answer = this.ask(`names ${JSON.stringify([head, tail])}`)
    return answer === undefined ? undefined : (JSON.parse(answer) as string[])
  }

  /** Takes up the environment of the next entry point. */
  enter(environment: KnownEnvironment = none): void {
    this.environment = environment
  }

  /** Whether an environment gives the answers that were given so far. */
  suits(environment: KnownEnvironment = none): boolean {
    return answersAre(environment, this.asked)
  }

  private ask(question: string): string | undefined {
    const answer = answerOf(question, this.environment)
    this.asked.set(question, answer)
    return answer
  }
}

/** Whether an environment gives these answers. */
export function answersAre(environment: KnownEnvironment = none, asked: ReadonlyMap<string, string | undefined>): boolean {
  for (const [question, answer] of asked) if (answerOf(question, environment) !== answer) return false
  return true
}

function answerOf(question: string, { variables, names }: KnownEnvironment): string | undefined {
  const kind = question.slice(0, question.indexOf(' '))
  const subject = question.slice(kind.length + 1)
  if (kind === 'names') {
    const [head = '', tail = ''] = JSON.parse(subject) as string[]
    return names && JSON.stringify(names.filter((name) => name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail)))
  }
  const known = variables.get(subject)
  if (kind === 'text') return known?.text
  if (!known) return undefined
  return kind === 'set' ? 'true' : String(known.text === undefined || known.text !== '')
}
