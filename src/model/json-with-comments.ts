/** Reads an object out of JSON with comments and trailing commas, as tsconfig has them; undefined where even that fails. */
export function parseJsonWithComments(content: string): { readonly [key: string]: unknown } | undefined {
  // What is not closed runs to the end, so that nothing is looked at twice.
  const tokens = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g
  const bare = content.replace(/^\uFEFF/, '').replace(tokens, (token) => (token.startsWith('"') ? token : ' '))
  const clean = bare.replace(/"(?:[^"\\\n]|\\.)*"?|,(?=\s*[\]}])/g, (token) => (token === ',' ? '' : token))
  try {
    const parsed: unknown = JSON.parse(clean)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as { [key: string]: unknown }) : undefined
  } catch {
    return undefined
  }
}
