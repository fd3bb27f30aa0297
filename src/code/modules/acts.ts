// INVARIANT: nothing of a line can be matched in two ways, or a hostile file takes quadratic time.
/** Statements at the margin that are no declarations, with the name that they begin with. */
const statements =
  /^(?!(?:import|export|from|const|let|var|function|async|class|abstract|type|interface|enum|declare|namespace|module|exports|return)\b)(?:([A-Za-z_$][\w$]*)[ \t]*(?:[([.]|[-+*|&?]*=(?![=>]))|[;(!+])/gm
/** Variables at the margin that get what a call gives, with the name that the call begins with. */
const calls = /^(?:export[ \t]+)?(?:const|let|var)[ \t][^=\n]*=\s*(?:await[ \t]+)?(?:new[ \t]+)?([A-Za-z_$][\w$]*)[\w$.]*[(<]/gm
const imports = /\bimport\b((?:(?!\bimport\b)[^;'"])*)\bfrom\s*['"]([^'"\n]+)['"]/g

/**
 * Whether a module, while it is loaded, may change what other modules hold: it does something at its top level, and not only with a package. Its text
 * is looked at alone, as it is laid out nearly everywhere; few of those that have nothing to do with AWS do such a thing.
 */
export function actsOnOthers(text: string, isPackage: (specifier: string) => boolean): boolean {
  let bound: ReadonlyMap<string, string> | undefined
  const fromPackage = (name: string): boolean | undefined => {
    bound ??= boundIn(text)
    const specifier = bound.get(name)
    return specifier === undefined ? undefined : isPackage(specifier)
  }
  for (const [, name] of text.matchAll(statements)) if (name === undefined || fromPackage(name) !== true) return true
  for (const [, name = ''] of text.matchAll(calls)) if (fromPackage(name) === false) return true
  return false
}

/** What the names that a module imports come from. */
const boundIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(imports)].flatMap(([, names = '', specifier = '']) => (names.match(/[\w$]+/g) ?? []).map((name) => [name, specifier] as const)),
  )
