import { join, text, type Value } from '../model/index.ts'

/** Why a part of a pattern is a wildcard. */
export interface Reason {
  readonly text: string
  /** Nobody can know it before the call: AWS chooses it, or the call does not say it. */
  readonly inherent: boolean
}

/** Turns a settled value into a pattern: what is not known becomes `*`, with the reason. */
export function patternOf(value: Value, subject: string, reasons: Reason[]): Value {
  const wild = (why: string): Value => {
    reasons.push({ text: `${subject} ${why}`, inherent: false })
    return text('*')
  }
  switch (value.kind) {
    case 'text':
      return patternText(value.text, subject, reasons)
    case 'constant':
      return text(String(value.value))
    case 'join':
      return joined(value.parts.map((part) => patternOf(part, subject, reasons)))
    case 'resource':
    case 'intrinsic':
    case 'variable':
      return value
    case 'unknown':
      return wild(value.at ? `${value.why} (${value.at.file}:${value.at.line})` : value.why)
    case 'absent':
      return wild('is not given')
    default:
      return wild('is not a text')
  }
}

/** Joins parts of a pattern; wildcards that meet are one. */
export function joined(parts: readonly Value[]): Value {
  const value = join(parts)
  const single = (part: Value): Value => (part.kind === 'text' ? text(part.text.replace(/\*{2,}/g, '*')) : part)
  return value.kind === 'join' ? join(value.parts.map(single)) : single(value)
}

// In a policy `*`, `?` and `${` in a resource are not the characters themselves. The first two still cover the name; `${` would be read
// as a policy variable, and `?` in place of the dollar covers it:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
function patternText(name: string, subject: string, reasons: Reason[]): Value {
  if (/[*?]|\$\{/.test(name)) reasons.push({ text: `${subject} holds a character that a policy reads as a wildcard ("${name}")`, inherent: true })
  return text(name.replaceAll('${', '?{'))
}

/** Narrows an object key as far as `--object-keys` asks. */
export function objectKeyPattern(key: Value, mode: 'exact' | 'prefix' | 'bucket', reasons: Reason[]): Value {
  if (mode === 'exact') return key
  if (mode === 'bucket') {
    reasons.push({ text: '--object-keys bucket allows every key', inherent: true })
    return text('*')
  }
  const kept: Value[] = []
  for (const part of key.kind === 'join' ? key.parts : [key]) {
    const star = part.kind === 'text' ? part.text.indexOf('*') : -1
    kept.push(part.kind === 'text' && star >= 0 ? text(part.text.slice(0, star)) : part)
    if (star >= 0) break
  }
  for (let last = kept.pop(); last; last = kept.pop()) {
    const slash = last.kind === 'text' ? last.text.lastIndexOf('/') : -1
    if (last.kind === 'text' && slash >= 0) {
      kept.push(text(last.text.slice(0, slash + 1)))
      break
    }
  }
  reasons.push({ text: '--object-keys prefix allows every key beside it', inherent: true })
  return joined([...kept, text('*')])
}
