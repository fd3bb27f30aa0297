import { distinctOpaques, UNKNOWN_EMPTY } from './opaque.ts'
import type { OpaqueToken, Token } from './tokens.ts'

/** What a word of a request is made of: a character, or an opaque part as a whole. */
export type Letter = string | OpaqueToken

/**
 * Where a pattern may stand after some letters: `2 * i` before token i, `2 * i + 1` inside the opaque token i. Sorted.
 * Before a token, what is left of the word has to match what is left of the pattern exactly.
 */
export type Positions = readonly number[]

/**
 * Two runs of one pattern over the same word. The certain run accepts what matches whatever the opaque parts stand for, the possible
 * run what matches for some of them.
 */
export type Run = 'certain' | 'possible'

/** Where a run starts. */
export const startOf = (tokens: readonly Token[], run: Run): Positions => settle(tokens, new Set([0]), run)

/** Whether the word that led here is matched. */
export const accepts = (tokens: readonly Token[], at: Positions): boolean => at.at(-1) === 2 * tokens.length

/** Reads one letter. */
export function step(tokens: readonly Token[], at: Positions, letter: Letter, run: Run): Positions {
  if (at.length === 0) return at
  const next = new Set<number>()
  for (const position of at) {
    if (typeof letter === 'string') readCharacter(tokens, position, letter, run, next)
    else readOpaque(tokens, position, letter, run, next)
  }
  return next.size === 0 ? [] : settle(tokens, next, run)
}

function readCharacter(tokens: readonly Token[], position: number, char: string, run: Run, next: Set<number>): void {
  const index = position >> 1
  const token = tokens[index]
  if (!token) return
  switch (token.kind) {
    case 'char':
      if (token.char === char || (token.fold && token.char.toLowerCase() === char.toLowerCase())) next.add(2 * index + 2)
      return
    case 'any':
      if (!(token.field && char === ':')) next.add(2 * index + 2)
      return
    case 'star':
      if (!(token.field && char === ':')) next.add(2 * index)
      return
    case 'opaque':
      if (run === 'certain' || (token.field && char === ':')) return
      next.add(2 * index + 1)
      next.add(2 * index + 2)
  }
}

function readOpaque(tokens: readonly Token[], position: number, letter: OpaqueToken, run: Run, next: Set<number>): void {
  const index = position >> 1
  const token = tokens[index]
  const inside = position % 2 === 1
  if (!inside && token?.kind === 'opaque' && token.key === letter.key) {
    // The same part at the same place on both sides: both end together.
    next.add(2 * index + 2)
    return
  }
  const open = starFrom(tokens, index)
  if (open && (!open.field || letter.field)) {
    // In `??*` it counts for the star, and for a `?` as well if it surely has a character.
    next.add(2 * index)
    if (token?.kind === 'any' && !UNKNOWN_EMPTY.has(letter.value.kind)) next.add(2 * index + 2)
  }
  if (run === 'possible' && UNKNOWN_EMPTY.has(letter.value.kind)) next.add(position)
  if (run === 'possible') cross(tokens, index, inside, letter, next)
}

/** The `*` of a run of wildcards that begins here: `??*` asks for two characters or more. */
function starFrom(tokens: readonly Token[], index: number): Extract<Token, { kind: 'star' }> | undefined {
  let at = index
  while (tokens[at]?.kind === 'any') at++
  const token = tokens[at]
  return token?.kind === 'star' ? token : undefined
}

/** What an opaque part that may be any text can lead over: all that follows, as far as it does not contradict what is known of it. */
function cross(tokens: readonly Token[], from: number, inside: boolean, letter: OpaqueToken, next: Set<number>): void {
  for (let index = from; index < tokens.length; index++) {
    const token = tokens[index]
    if (!token) return
    const started = index > from || inside
    if (token.kind === 'opaque') {
      if (token.key === letter.key) {
        // It cannot hold itself and more.
        if (started) next.add(2 * index + 1)
        if (!(inside && index === from)) return
      } else if (distinctOpaques(token, letter)) return
      else next.add(2 * index + 1)
    } else if (token.kind === 'star') next.add(2 * index)
    else if (token.kind === 'char' && token.char === ':' && letter.field) return
    next.add(2 * index + 2)
  }
}

/** Follows what needs no letter, and drops what a later `*` covers anyway: whatever matches from before it matches from it. */
function settle(tokens: readonly Token[], positions: Set<number>, run: Run): Positions {
  // A Set visits what is added while it is visited.
  for (const position of positions) {
    if (position % 2 === 1) continue
    const token = tokens[position >> 1]
    if (token?.kind === 'star' || (run === 'possible' && token?.kind === 'opaque' && UNKNOWN_EMPTY.has(token.value.kind))) positions.add(position + 2)
  }
  const sorted = [...positions].sort((a, b) => a - b)
  const last = sorted.findLastIndex((position) => {
    const token = position % 2 === 0 ? tokens[position >> 1] : undefined
    return token?.kind === 'star' && !token.field
  })
  return last > 0 ? sorted.slice(last) : sorted
}
