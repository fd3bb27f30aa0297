import { readBaseline } from '../iac/index.ts'
import { type BaselineEntry, checks, type Edit, type Finding, type Location, nearestNames, type Reader, UserError } from '../model/index.ts'
import { readable } from '../report/index.ts'

/** The name of a baseline that nobody named otherwise. */
export const baselineFile = 'keycard.baseline.json'

/** Findings with those left out that a baseline accepts. */
export interface Compared {
  readonly kept: readonly Finding[]
  readonly accepted: readonly Finding[]
  /** What there is to say of the baseline itself. */
  readonly said: readonly Finding[]
}

/** Which baseline a run uses. */
export interface NamedBaseline {
  readonly file: string
  /** Whether somebody named it, so that it has to be there; and where, if that was in a file. */
  readonly named: boolean
  readonly at?: Location
}

/** Leaves out what the baseline accepts; to update it is to accept all that there is, with the edit that says so. */
export function settleBaseline(
  reader: Reader,
  findings: readonly Finding[],
  baseline: NamedBaseline | undefined,
  scope: Scope,
  update: boolean,
): Compared & { readonly edits: readonly Edit[] } {
  if (!baseline) return { kept: findings, accepted: [], said: [], edits: [] }
  const entries = openBaseline(reader, baseline, update)
  if (!update) return { ...compareWithBaseline(findings, entries, scope), edits: [] }
  const accepted = findings.filter(mayBeAccepted)
  return {
    kept: findings.filter((finding) => !accepted.includes(finding)),
    accepted,
    said: [],
    edits: baselineEdit(reader, baseline.file, accepted, entries, scope),
  }
}

/** The entries of a baseline, none where nobody named one and there is none. */
function openBaseline(reader: Reader, { file, named, at }: NamedBaseline, update: boolean): readonly BaselineEntry[] {
  const entries = readBaseline(reader, file)
  if (!entries && named && !update) {
    const [close] = nearestNames(file, reader.list('.'))
    throw new UserError(`there is no baseline ${file}`, {
      ...(at ? { at } : {}),
      mend: close === undefined ? 'write it with keycard diff --update-baseline' : `did you mean ${close}?`,
    })
  }
  return entries ?? []
}

/** Which functions a run is about, and which the service has. */
export interface Scope {
  readonly chosen: ReadonlySet<string>
  readonly all: readonly string[]
}

/** Leaves out what the baseline accepts, one finding for each entry, and says which entries nothing needs any more. */
function compareWithBaseline(findings: readonly Finding[], entries: readonly BaselineEntry[], scope: Scope): Compared {
  const open = new Set(entries)
  const matched = new Map<Finding, BaselineEntry>()
  const match = (finding: Finding, entry: BaselineEntry | undefined): void => {
    if (!entry) return
    open.delete(entry)
    matched.set(finding, entry)
  }
  const acceptable = findings.filter(mayBeAccepted).map((finding) => ({ finding, about: entryFor(finding) }))
  // Exact matches come first, so that an entry is not taken by a finding that is only part of it.
  const byText = new Map<string, BaselineEntry[]>()
  for (const entry of entries) byText.set(lineOf(entry), [...(byText.get(lineOf(entry)) ?? []), entry])
  for (const { finding, about } of acceptable) match(finding, byText.get(lineOf(about))?.shift())
  for (const { finding, about } of acceptable)
    if (!matched.has(finding))
      match(
        finding,
        [...open].find((entry) => isPart(entry, about)),
      )
  const stale = [...open].filter((entry) => inScope(entry, scope)).map((entry) => staleFinding(entry, entry.actions ?? [], 'is gone'))
  const shrunk = [...matched].flatMap(([finding, entry]) => {
    const gone = (entry.actions ?? []).filter((action) => !finding.grants?.actions.includes(action))
    return gone.length > 0 ? [staleFinding(entry, gone, 'is gone in part')] : []
  })
  return {
    kept: findings.filter((finding) => !matched.has(finding)),
    accepted: [...matched.keys()],
    said: [...stale, ...shrunk],
  }
}

/** The edit that makes a baseline hold these findings; entries of functions that the run is not about stay. */
function baselineEdit(reader: Reader, file: string, findings: readonly Finding[], entries: readonly BaselineEntry[], scope: Scope): Edit[] {
  const before = reader.read(file)
  const made = findings.map(entryFor)
  const others = entries.filter((entry) => !inScope(entry, scope) && !made.some((one) => isSame(entry, one)))
  const lines = [...made, ...others].map(lineOf).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  if (lines.length === 0 && before === undefined) return []
  const list = lines.length === 0 ? '[]' : `[\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ]`
  const text = `{\n  "keycard": "baseline/1",\n  "findings": ${list}\n}\n`
  return before === text ? [] : [{ file, start: 0, end: before?.length ?? 0, text }]
}

const differences: ReadonlySet<string> = new Set(
  checks.filter(({ name }) => /^permission-(missing|excess|wide|possible)$/.test(name)).map(({ name }) => name),
)
/** Differences and what makes an analysis incomplete; the rest fails no run and needs no accepting. */
const mayBeAccepted = ({ check, severity }: Finding): boolean => differences.has(check) || severity === 'error'

// INVARIANT: no line number is part of it, or an edit elsewhere in the file would make every finding below a new one.
function entryFor({ check, function: name, grants, at, message }: Finding): BaselineEntry {
  const holder = name === undefined ? {} : { function: name }
  const about = message.replace(/(\.[A-Za-z]+):\d+/g, '$1')
  if (!grants) return { ...holder, check, ...(at ? { file: at.file } : {}), about }
  const lists = { actions: [...grants.actions].sort(), resources: grants.resources.map(readable).sort() }
  // Everything but something cannot be told by lists alone.
  return { ...holder, check, ...lists, ...(lists.actions.length === 0 || lists.resources.length === 0 ? { about } : {}) }
}

function lineOf({ function: name, check, actions, resources, file, about }: BaselineEntry): string {
  const parts = Object.entries({ function: name, check, actions, resources, file, about }).filter(([, value]) => value !== undefined)
  return `{ ${parts.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value).replaceAll('","', '", "')}`).join(', ')} }`
}

const isSame = (entry: BaselineEntry, about: BaselineEntry): boolean => lineOf(entry) === lineOf(about)

/** Whether a finding is about no more than what was accepted; what was certain and is only possible by now is less. */
function isPart(entry: BaselineEntry, about: BaselineEntry): boolean {
  if (entry.function !== about.function || !about.actions || entry.about !== undefined || about.about !== undefined) return false
  if (entry.check !== about.check && !(about.check === 'permission-possible' && differences.has(entry.check))) return false
  const [actions, resources] = [new Set(entry.actions), new Set(entry.resources)]
  return about.actions.every((action) => actions.has(action)) && (about.resources ?? ['']).every((resource) => resources.has(resource))
}

function inScope({ function: name }: BaselineEntry, { chosen, all }: Scope): boolean {
  if (name === undefined) return chosen.size === all.length
  return chosen.has(name) || !all.includes(name)
}

function staleFinding({ check, function: name, resources = [], about, at }: BaselineEntry, actions: readonly string[], how: string): Finding {
  const what = actions.length > 0 ? `${actions.join(', ')} on ${resources.join(', ')}` : (about ?? 'what it accepts')
  return {
    check: 'baseline-stale',
    severity: 'warning',
    confidence: 'certain',
    message: `the baseline accepts ${check}${name === undefined ? '' : ` of ${name}`}, which ${how}: ${what}`,
    ...(at ? { at } : {}),
    fix: 'run keycard diff --update-baseline, so that it cannot come back unseen',
  }
}
