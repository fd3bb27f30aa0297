import { join, type MadeValue, stepName, type TextStep, takeStep, text, type Value, valueKey } from '../model/index.ts'

/**
 * What code makes of a text of which some parts are known only when the service is deployed. The parts are tried out as several texts
 * that differ in length, case and the separators they hold; what comes out alike every time is what will come out then.
 */
export function makeText(value: MadeValue, from: Value, shapeOf: (part: Value) => Shape | undefined): readonly Value[] | undefined {
  const whole = from.kind === 'join' && from.parts.some(isOpen) ? afterParts(from.parts, value.steps) : undefined
  if (whole) return [whole]
  const shaped = (from.kind === 'join' ? from.parts : [from]).flatMap((part): Shape => shapeOf(part) ?? [{ value: part, form: 'any' }])
  const parts = shaped.map((part) => part.value)
  const atoms: Value[] = []
  const forms = new Map(shaped.map(({ value: part, form }) => [valueKey(part), form]))
  for (const part of parts) if (!isPlain(part) && !atoms.some((one) => valueKey(one) === valueKey(part))) atoms.push(part)
  if (atoms.length > MOST_ATOMS) return undefined
  let agreed: readonly Value[] | undefined
  for (const sample of atoms.length === 0 ? [0] : [0, 1, 2, 3]) {
    const stand = new Map(atoms.map((atom, index) => [valueKey(atom), sampleOf(atom, forms.get(valueKey(atom)) ?? 'any', index, sample)]))
    const whole = parts.map((part) => stand.get(valueKey(part)) ?? plainText(part)).join('')
    const made = takeSteps(whole, value.steps)
    if (made === null) return undefined
    const restored = made.map((one) => restore(one, atoms, stand))
    if (restored.some((one) => one === undefined)) return undefined
    const found = restored as readonly Value[]
    if (agreed && agreed.map(valueKey).join('|') !== found.map(valueKey).join('|')) return undefined
    agreed = found
  }
  return agreed
}

/** The parts that a value is made of, each with what it may hold: a name without slashes, a name with them, or anything. */
export type Shape = readonly { readonly value: Value; readonly form: 'name' | 'path' | 'any' }[]

const MOST_ATOMS = 12
const MOST_OPTIONS = 40

/** The reason where that cannot be told. */
export const whyNotMade = (value: MadeValue): string =>
  `is made by ${stepName(value.steps.at(-1) as TextStep)} from ${origin(value.from)}, which is known only when the service is deployed`

function origin(value: Value): string {
  const part = value.kind === 'join' ? value.parts.find((one) => one.kind === 'environment') : value
  return part?.kind === 'environment' ? `the environment variable ${part.name}` : 'a text'
}

/** A part that nobody knows before the call: it may become anything, but what stands beside it stays. */
const isOpen = (part: Value): boolean => part.kind === 'unknown'

/** What comes of a text with open parts by steps that change each character on its own; undefined where one of them does not. */
function afterParts(parts: readonly Value[], steps: readonly TextStep[]): Value | undefined {
  if (!steps.every(isByCharacter) || !parts.every((part) => isOpen(part) || part.kind === 'text')) return undefined
  const made = parts.map((part) => (part.kind === 'text' ? takeSteps(part.text, steps) : [part]))
  return made.every((one) => one?.length === 1)
    ? join(made.map((one) => (typeof one?.[0] === 'string' ? text(one[0]) : (one?.[0] ?? text('')))))
    : undefined
}

const byCharacter: ReadonlySet<string> = new Set(['toLowerCase', 'toUpperCase'])

/** Whether a step does to a text what it does to each character of it, so that it can be taken part by part. */
function isByCharacter(step: TextStep): boolean {
  if (step.kind === 'percents') return true
  if (step.kind === 'method') return byCharacter.has(step.name)
  if (step.kind !== 'replace' || !(step.all || typeof step.what === 'object')) return false
  if (typeof step.what === 'string') return step.what.length === 1
  return step.what.flags.includes('g') && /^(?:\\[^A-Za-z0-9]|%20|[^\\^$.*+?()[\]{}|])$/.test(step.what.source)
}

const isPlain = (part: Value): boolean => part.kind === 'text' || part.kind === 'constant'
const plainText = (part: Value): string => (part.kind === 'text' ? part.text : part.kind === 'constant' ? String(part.value) : '')

/** Takes all steps; null where one cannot be taken, nothing where no text comes out. */
function takeSteps(whole: string, steps: readonly TextStep[]): readonly string[] | null {
  let texts: readonly string[] = [whole]
  for (const step of steps) {
    const next: string[] = []
    for (const one of texts) {
      const made = takeStep(one, step)
      if (made === null) return null
      next.push(...(made ?? []))
    }
    if (next.length > MOST_OPTIONS) return null
    texts = next
  }
  return texts
}

/** A text that a part may turn out to be; what cannot stand in it is left out, so that separators around it can be told from its own. */
function sampleOf(atom: Value, form: Shape[number]['form'], index: number, sample: number): string {
  const id = atom.kind === 'resource' ? atom.id : ''
  if (id === 'AWS::AccountId') return ['987612345098', '123450987654', '444455556666', '000012340000'][sample] ?? ''
  if (id === 'AWS::Region') return ['qq-kwest-97', 'zz-gov-jeast-83', 'qq-zsouthcentral-10', 'zq-k-5'][sample] ?? ''
  const plain = [`Zq${index}kw7Vbn`, `zq-${index}k_w7.Vb-9`, `QZ${index}${'kVw7'.repeat(12)}`, `7${index}-zQ.k_`]
  if (form === 'path') plain[3] = `q${index}/Zw/-e_.kV`
  if (form === 'any') plain[3] = `q${index}Z:w/e:k?v=y&u, o|p-a_s.d@g#j+K~l/(m)z`
  return plain[sample] ?? ''
}

/** The value behind a text in which samples stand; undefined where a sample was cut or changed. */
function restore(made: string, atoms: readonly Value[], stand: ReadonlyMap<string, string>): Value | undefined {
  let parts: (string | Value)[] = [made]
  for (const atom of atoms) {
    const sample = stand.get(valueKey(atom)) ?? ''
    parts = parts.flatMap((part) =>
      typeof part === 'string' ? part.split(sample).flatMap((piece, at): (string | Value)[] => (at === 0 ? [piece] : [atom, piece])) : [part],
    )
  }
  return join(parts.map((part) => (typeof part === 'string' ? text(part) : part)))
}
