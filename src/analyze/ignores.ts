import {
  type CheckName,
  checks,
  type Finding,
  type Ignore,
  type IgnoreComment,
  type LambdaFunction,
  type Lines,
  type Location,
  nearestNames,
} from '../model/index.ts'

/** What a run knows of decisions to leave findings out. */
export interface Decisions {
  readonly settings: readonly Ignore[]
  readonly comments: readonly IgnoreComment[]
  readonly functions: readonly LambdaFunction[]
  /** Whether this run would find what is of that check, so that an ignore for it without a finding is idle. */
  readonly looksFor: (check: CheckName) => boolean
}

/** Findings with the decisions applied. */
export interface Judged {
  readonly kept: readonly Finding[]
  readonly ignored: readonly Finding[]
  /** What there is to say of the decisions themselves. */
  readonly said: readonly Finding[]
}

/** Leaves out what a person decided to ignore, and says where such a decision is idle or cannot be understood. */
export function applyIgnores(findings: readonly Finding[], { settings, comments, functions, looksFor }: Decisions): Judged {
  if (settings.length === 0 && comments.length === 0) return { kept: findings, ignored: [], said: [] }
  const said: Finding[] = []
  const ignores = [...settings, ...comments.flatMap((comment) => ignoreOf(comment, said))]
  const within = new Map(ignores.map((ignore) => [ignore, new Set(functions.filter(({ at }) => isIn(ignore.lines, at)).map(({ name }) => name))]))
  const used = new Map<Ignore, Set<CheckName>>()
  const isIgnored = (finding: Finding): boolean => {
    const meant = ignores.filter((ignore) => speaksOf(ignore, finding))
    const whole = meant.filter((ignore) => ignore.lines === undefined || isIn(ignore.lines, finding.at) || holdersOf(finding, within.get(ignore)))
    const calls = (finding.related ?? []).map(({ at }) => meant.filter((ignore) => isIn(ignore.lines, at)))
    for (const ignore of [...whole, ...calls.flat()]) used.set(ignore, (used.get(ignore) ?? new Set()).add(finding.check))
    return whole.length > 0 || (calls.length > 0 && calls.every((some) => some.length > 0))
  }
  const kept: Finding[] = []
  const ignored: Finding[] = []
  for (const finding of findings) (isIgnored(finding) ? ignored : kept).push(finding)
  for (const ignore of ignores) {
    const idle = ignore.checks.filter((check) => looksFor(check) && !used.get(ignore)?.has(check))
    if (idle.length > 0) said.push(unused(ignore, idle))
  }
  return { kept, ignored, said }
}

function speaksOf({ checks: names, functions, actions }: Ignore, finding: Finding): boolean {
  if (!names.includes(finding.check)) return false
  if (functions && !holdersOf(finding, new Set(functions))) return false
  const about = finding.grants?.actions ?? []
  return !actions || (about.length > 0 && about.every((action) => actions.some((pattern) => meets(action, pattern))))
}

/** Whether it is about some of these functions, and about no other. */
function holdersOf({ function: name, functions }: Finding, names: ReadonlySet<string> | undefined): boolean {
  const holders = functions ?? (name === undefined ? [] : [name])
  return names !== undefined && holders.length > 0 && holders.every((holder) => names.has(holder))
}

const isIn = (lines: Lines | undefined, at: Location | undefined): boolean =>
  lines !== undefined && at !== undefined && at.file === lines.file && lines.from <= at.line && at.line <= lines.to

/** IAM's wildcards, whatever the capitals: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function meets(action: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${expression}$`, 'i').test(action)
}

const known: readonly CheckName[] = checks.map(({ name }) => name).filter((name) => !name.startsWith('ignore-'))

function ignoreOf({ about, reason, at, lines }: IgnoreComment, said: Finding[]): readonly Ignore[] {
  const warn = (check: CheckName, message: string, fix: string): void => {
    said.push({ check, severity: 'warning', confidence: 'certain', message, at, fix })
  }
  const words = about.split(/[\s,]+/).filter((word) => word !== '')
  if (words.length === 0)
    warn('ignore-unknown', 'a keycard-ignore comment names no check', 'write it as: keycard-ignore permission-wide -- and the reason')
  for (const word of words.filter((one) => !known.some((name) => name === one))) {
    const [close] = nearestNames(word, known)
    warn('ignore-unknown', `there is no check ${word} to ignore`, close === undefined ? 'docs/rules lists them all' : `did you mean ${close}?`)
  }
  const names = known.filter((name) => words.includes(name))
  if (names.length === 0) return []
  if (reason === '') {
    warn(
      'ignore-without-reason',
      `${names.join(', ')} would be ignored here without saying why, so it is not`,
      'add " -- " and why this may stay as it is',
    )
    return []
  }
  return [{ checks: names, reason, at, lines }]
}

const unused = ({ at }: Ignore, idle: readonly CheckName[]): Finding => ({
  check: 'ignore-unused',
  severity: 'warning',
  confidence: 'certain',
  message: `there is no ${idle.join(' and no ')} to ignore here any more`,
  at,
  fix: 'take it out',
})
