import { join, resource, text, type Value } from '../../model/index.ts'

/** Reads `#{AWS::Region}` and `#{Table.Arn}` as the plugin serverless-pseudo-parameters does; https://github.com/svdgraaf/serverless-pseudo-parameters */
export function withPseudoParameters(value: Value): Value {
  const parts = value.kind === 'join' ? value.parts : [value]
  if (!parts.some((part) => part.kind === 'text' && part.text.includes('#{'))) return value
  return join(parts.flatMap((part) => (part.kind === 'text' ? split(part.text) : [part])))
}

function split(words: string): Value[] {
  const parts: Value[] = []
  let from = 0
  for (const found of words.matchAll(/#\{([A-Za-z0-9:]+)(?:\.([A-Za-z0-9.]+))?\}/g)) {
    parts.push(text(words.slice(from, found.index)), resource(found[1] ?? '', found[2]))
    from = found.index + found[0].length
  }
  return [...parts, text(words.slice(from))]
}
