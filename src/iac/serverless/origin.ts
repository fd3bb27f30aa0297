/** How to name, for every deployment, something that this deployment decided: the sources of the variable that led to it. */
export interface Origin {
  readonly sources: readonly OriginSource[]
}
/** One source as it would be written: `self` and `custom.tables`, `file(./config.yml)` and `table`, or a literal. */
export type OriginSource = { readonly head: string; readonly address: string } | { readonly literal: string }

/** The same for something below. A literal has nothing below it, so it is left out. */
export function extendOrigin(origin: Origin, key: string): Origin {
  return {
    sources: origin.sources.flatMap((source) =>
      'literal' in source ? [] : [{ head: source.head, address: source.address === '' ? key : `${source.address}.${key}` }],
    ),
  }
}

/** The variable as it is written to a file. */
export function originText(origin: Origin): string {
  const sources = origin.sources.map((source) => {
    if ('literal' in source) return source.literal
    return source.address === '' && source.head.endsWith(')') ? source.head : `${source.head}:${source.address}`
  })
  return `\${${sources.join(', ')}}`
}
