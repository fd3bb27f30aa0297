/** Text with variables of the Serverless Framework in it: `orders-${self:provider.stage}`. */
export type Template = readonly Part[]
/** A piece of a template. */
export type Part = { readonly kind: 'text'; readonly text: string } | Variable
/** One `${...}`: sources, of which the first that has a value wins. */
export interface Variable {
  readonly kind: 'variable'
  /** As written, braces included. */
  readonly text: string
  readonly sources: readonly VariableSource[]
}
/** One source of a variable: `self:a.b`, `file(./x.yml):key`, `'fallback'`. */
export type VariableSource =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | {
      readonly kind: 'source'
      /** `self`, `opt`, `file`, ... */
      readonly type: string
      readonly parameters?: readonly Template[]
      readonly address?: Template
    }

const deepestNesting = 20

/**
 * Splits a text at its variables. What is no variable of the framework stays text: `${AWS::Region}` and `${Table.Arn}` are CloudFormation's.
 * The grammar: https://www.serverless.com/framework/docs/providers/aws/guide/variables
 */
export function parseTemplate(text: string): Template {
  return text.includes('${') ? new Scanner(text).template() : text === '' ? [] : [{ kind: 'text', text }]
}

/** Reads `${type(parameters):address, more sources}` by descent; a place that does not fit makes the whole of it text. */
class Scanner {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  template(): Template {
    const parts: Part[] = []
    let words = ''
    while (this.at < this.text.length) {
      const escaped = this.text[this.at] === '\\' ? /^\\+\$\{/.exec(this.text.slice(this.at, this.at + 12)) : null
      if (escaped) {
        // `\${` is how the framework lets a literal `${` through; the slash is not part of the value.
        words += escaped[0].slice(1)
        this.at += escaped[0].length
        continue
      }
      const variable = this.text.startsWith('${', this.at) ? this.attempt(() => this.variable(0)) : undefined
      if (variable) {
        if (words !== '') parts.push({ kind: 'text', text: words })
        words = ''
        parts.push(variable)
      } else words += this.text[this.at++]
    }
    if (words !== '') parts.push({ kind: 'text', text: words })
    return parts
  }

  private attempt<T>(read: () => T | undefined): T | undefined {
    const start = this.at
    const found = read()
    if (found === undefined) this.at = start
    return found
  }

  private variable(depth: number): Variable | undefined {
    if (depth > deepestNesting) return undefined
    const start = this.at
    this.at += 2
    const first = this.source(depth, true)
    if (!first) return undefined
    const sources: VariableSource[] = [first]
    for (;;) {
      this.space()
      const next = this.text[this.at++]
      if (next === '}') return { kind: 'variable', text: this.text.slice(start, this.at), sources }
      if (next !== ',') return undefined
      this.space()
      // Older versions of the framework let a whole variable stand as a fallback; its sources are then the next ones.
      const more = this.text.startsWith('${', this.at) ? this.variable(depth + 1)?.sources : this.source(depth, false)
      if (!more) return undefined
      sources.push(...('kind' in more ? [more] : more))
    }
  }

  private source(depth: number, first: boolean): VariableSource | undefined {
    this.space()
    if (!first) {
      const literal = this.attempt(() => this.literal())
      if (literal) return literal
    }
    const type = this.word(/[a-z][a-zA-Z0-9.-]*/y)
    if (type === undefined) return undefined
    const parameters = this.text[this.at] === '(' ? this.parameters(depth) : undefined
    if (parameters === undefined && this.text[this.at] === '(') return undefined
    this.space()
    if (this.text[this.at] !== ':') {
      return parameters ? { kind: 'source', type, parameters } : undefined
    }
    this.at++
    if (this.text[this.at] === ':') return undefined
    const address = this.operand(depth, ',}')
    if (!address) return undefined
    return { kind: 'source', type, ...(parameters ? { parameters } : {}), ...(address.length > 0 ? { address } : {}) }
  }

  private literal(): VariableSource | undefined {
    const quoted = this.quoted()
    const word = quoted ?? this.word(/[^\s,}:($]+/y)
    if (word === undefined) return undefined
    this.space()
    if (!',}'.includes(this.text[this.at] ?? '!')) return undefined
    if (quoted !== undefined) return { kind: 'literal', value: quoted }
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' }
    if (word === 'null') return { kind: 'literal', value: null }
    // A bare word is refused by newer versions of the framework and was text in older ones.
    return { kind: 'literal', value: word.trim() !== '' && Number.isFinite(Number(word)) ? Number(word) : word }
  }

  private parameters(depth: number): Template[] | undefined {
    this.at++
    const all: Template[] = []
    for (;;) {
      this.space()
      if (this.text[this.at] === ')') {
        this.at++
        return all
      }
      const parameter = this.operand(depth, ',)')
      if (!parameter) return undefined
      all.push(parameter)
      this.space()
      if (this.text[this.at] === ',') this.at++
      else if (this.text[this.at] !== ')') return undefined
    }
  }

  /** An address or a parameter: quoted text, or anything up to one of the ends, variables in it read as such. */
  private operand(depth: number, ends: string): Template | undefined {
    this.space()
    const quoted = this.attempt(() => {
      const text = this.quoted()
      this.space()
      return text !== undefined && ends.includes(this.text[this.at] ?? '!') ? { text } : undefined
    })
    if (quoted) return quoted.text === '' ? [] : [{ kind: 'text', text: quoted.text }]
    const parts: Part[] = []
    let words = ''
    for (; this.at < this.text.length; ) {
      const character = this.text[this.at] ?? ''
      if (ends.includes(character)) {
        if (words.trimEnd() !== '') parts.push({ kind: 'text', text: words.trimEnd() })
        return parts
      }
      if (character === '}') return undefined
      if (!this.text.startsWith('${', this.at)) {
        words += character
        this.at++
        continue
      }
      const nested = this.variable(depth + 1)
      if (!nested) return undefined
      if (words !== '') parts.push({ kind: 'text', text: words })
      words = ''
      parts.push(nested)
    }
    return undefined
  }

  private quoted(): string | undefined {
    if (this.text[this.at] === "'") return this.word(/'[^']*'/y)?.slice(1, -1)
    const found = this.text[this.at] === '"' ? this.word(/"(?:[^"\\]|\\.)*"/y) : undefined
    if (found === undefined) return undefined
    try {
      return String(JSON.parse(found))
    } catch {
      return undefined
    }
  }

  private word(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++
  }
}
