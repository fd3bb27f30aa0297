/** Where one text stands in another, as `indexOf` or `lastIndexOf` tells, some characters further on. */
export interface TextPlace {
  readonly text: string
  readonly last: boolean
  readonly plus: number
}

/** What a string method is given, as far as it can be kept for later. */
export type TextArgument = string | number | TextPlace

/** One thing that code does to a text before it uses it; kept until the text is known. */
export type TextStep =
  /** A method that gives a text: `toLowerCase`, `slice`. */
  | { readonly kind: 'method'; readonly name: string; readonly given: readonly TextArgument[] }
  | { readonly kind: 'replace'; readonly what: string | TextExpression; readonly by: string; readonly all: boolean }
  /** The parts from one index up to another (from the end where negative), put together again. */
  | { readonly kind: 'parts'; readonly separator: string | TextExpression; readonly from: number; readonly to?: number; readonly join: string }
  /** Any one of the parts. */
  | { readonly kind: 'each'; readonly separator: string | TextExpression }
  | { readonly kind: 'match'; readonly expression: TextExpression; readonly group: number | string }
  /** Where another text stands in it. */
  | { readonly kind: 'place'; readonly place: TextPlace }
  | { readonly kind: 'url'; readonly part: UrlPart }
  /** Written in percents, or read. */
  | { readonly kind: 'percents'; readonly name: 'encodeURIComponent' | 'encodeURI' | 'decodeURIComponent' | 'decodeURI' }
  /** A member of the JSON that the text is. */
  | { readonly kind: 'json'; readonly path: readonly string[] }

/** A regular expression. */
export interface TextExpression {
  readonly source: string
  readonly flags: string
}

/** The members of a URL that are texts. */
export type UrlPart = (typeof urlParts)[number]
/** Their names. */
export const urlParts = ['href', 'host', 'hostname', 'pathname', 'protocol', 'origin', 'search', 'hash', 'port', 'username'] as const

type Plain = string | number

/** How long a text may become. */
const longest = 4096

/** The string methods that give a text, the same one on any machine; undefined where it would be too long, or an error. */
const methods = new Map<string, (text: string, given: readonly (Plain | undefined)[]) => string | undefined>([
  ['toLowerCase', (text) => text.toLowerCase()],
  ['toUpperCase', (text) => text.toUpperCase()],
  ['toLocaleLowerCase', (text) => text.toLowerCase()],
  ['toLocaleUpperCase', (text) => text.toUpperCase()],
  ['trim', (text) => text.trim()],
  ['trimStart', (text) => text.trimStart()],
  ['trimEnd', (text) => text.trimEnd()],
  ['toString', (text, [base]) => inBase(text, base)],
  ['valueOf', (text) => text],
  ['normalize', (text, [form]) => (/^NFK?[CD]$/.test(String(form ?? 'NFC')) ? text.normalize(String(form ?? 'NFC')) : undefined)],
  ['slice', (text, [from, to]) => text.slice(Number(from ?? 0), to === undefined ? undefined : Number(to))],
  ['substring', (text, [from, to]) => text.substring(Number(from ?? 0), to === undefined ? undefined : Number(to))],
  ['substr', (text, [from, size]) => partOf(text, Number(from ?? 0), size === undefined ? text.length : Number(size))],
  ['charAt', (text, [at]) => text.charAt(Number(at ?? 0))],
  ['at', (text, [at]) => text.at(Number(at ?? 0)) ?? ''],
  [
    'padStart',
    (text, [size, fill]) => (Number(size) >= longest ? undefined : text.padStart(Number(size), fill === undefined ? undefined : String(fill))),
  ],
  [
    'padEnd',
    (text, [size, fill]) => (Number(size) >= longest ? undefined : text.padEnd(Number(size), fill === undefined ? undefined : String(fill))),
  ],
  ['repeat', (text, [times]) => (Number(times) >= 0 && Number(times) * text.length < longest ? text.repeat(Number(times)) : undefined)],
])

/** A number in another base; a text is itself, whatever it is asked for. */
function inBase(text: string, base: Plain | undefined): string | undefined {
  if (base === undefined || String(Number(text)) !== text) return text
  return Number(base) >= 2 && Number(base) <= 36 ? Number(text).toString(Number(base)) : undefined
}

/** So many letters from a place on, which counts from the end where it is negative. */
function partOf(text: string, from: number, size: number): string {
  const start = from < 0 ? Math.max(0, text.length + from) : from
  return text.slice(start, start + Math.max(0, size))
}

/** Whether a method of texts gives a text that can be made later as well as now. */
export const isTextMethod = (name: string): boolean => methods.has(name)

/** How long a text may be on which an expression that came with the analysed code is run. */
const longestMatched = 300

/** The regular expression, where it cannot run away: little repetition, none inside another. The analysed code is hostile input. */
export function safeExpression({ source, flags }: TextExpression, text: string): RegExp | undefined {
  if (source.length > 80 || text.length > longestMatched || (source.match(/[+*{]/g) ?? []).length > 3) return undefined
  if (/[+*}]\)?[+*{]|\([^)]*[+*|][^)]*\)[+*{]/.test(source)) return undefined
  try {
    return new RegExp(source, flags.replaceAll('y', ''))
  } catch {
    return undefined
  }
}

/** Takes one step with a text: what it may be then; undefined where it is no text, null where that cannot be told. */
export function takeStep(text: string, step: TextStep): readonly string[] | undefined | null {
  switch (step.kind) {
    case 'method': {
      const given = step.given.map((one) => (typeof one === 'object' ? placeIn(text, one) : one))
      const made = methods.get(step.name)?.(text, given)
      return made === undefined || made.length >= longest ? null : [made]
    }
    case 'replace': {
      if (typeof step.what === 'string') return [step.all ? text.replaceAll(step.what, step.by) : text.replace(step.what, step.by)]
      const expression = safeExpression(step.what, text)
      if (!expression || (step.all && !expression.global)) return null
      return [text.replace(expression, step.by)]
    }
    case 'parts': {
      const parts = split(text, step.separator)
      if (!parts) return null
      const kept = step.to === undefined ? parts.slice(step.from) : parts.slice(step.from, step.to)
      return kept.length === 0 && step.to !== undefined ? undefined : [kept.join(step.join)]
    }
    case 'each': {
      const parts = split(text, step.separator)
      return parts && parts.length <= 40 ? parts : null
    }
    case 'match': {
      const expression = safeExpression({ ...step.expression, flags: step.expression.flags.replaceAll('g', '') }, text)
      if (!expression) return null
      const found = expression.exec(text)
      const group = typeof step.group === 'number' ? found?.[step.group] : found?.groups?.[step.group]
      return group === undefined ? undefined : [group]
    }
    case 'place':
      return [String(placeIn(text, step.place))]
    case 'url':
      try {
        return [new URL(text)[step.part]]
      } catch {
        return undefined
      }
    case 'percents':
      try {
        return [{ encodeURIComponent, encodeURI, decodeURIComponent, decodeURI }[step.name](text)]
      } catch {
        return undefined
      }
    case 'json':
      return memberOfJson(text, step.path)
  }
}

function placeIn(text: string, { text: wanted, last, plus }: TextPlace): number {
  return (last ? text.lastIndexOf(wanted) : text.indexOf(wanted)) + plus
}

function split(text: string, separator: string | TextExpression): readonly string[] | undefined {
  if (typeof separator === 'string') return text.split(separator)
  const expression = safeExpression(separator, text)
  return expression && text.split(expression)
}

function memberOfJson(text: string, path: readonly string[]): readonly string[] | undefined | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? null : [String(value)]
}

/** A step in words, as the code calls it. */
export function stepName(step: TextStep): string {
  switch (step.kind) {
    case 'method':
      return `${step.name}()`
    case 'parts':
    case 'each':
      return 'split()'
    case 'replace':
      return step.all ? 'replaceAll()' : 'replace()'
    case 'match':
      return 'match()'
    case 'place':
      return step.place.last ? 'lastIndexOf()' : 'indexOf()'
    case 'url':
      return 'new URL()'
    case 'percents':
      return `${step.name}()`
    case 'json':
      return 'JSON.parse()'
  }
}
