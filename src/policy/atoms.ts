import { accepts, type Letter, type Positions, startOf, step } from './automaton.ts'
import type { Pattern, Token } from './tokens.ts'

/** Whether a text is matched: surely, surely not, or depending on what opaque parts stand for. */
export type Answer = 'yes' | 'no' | 'unknown'

/** A class of texts that no pattern tells apart: for each pattern, whether it matches them. */
export type Atom = readonly Answer[]

/** A character that stands in no pattern. */
const FRESH = '\u0000'
/** Beyond this the question is not answered; real policies stay far below. */
const MOST_STATES = 8_000

interface Machine {
  readonly tokens: readonly Token[]
  readonly certain: Positions
  readonly possible: Positions
}
type State = readonly (readonly Machine[])[]

/**
 * All classes of texts that patterns tell apart, found by running the patterns side by side over every word that matters. With `within`,
 * only texts that one of those patterns (by index) surely matches. Undefined where there are too many.
 */
export function atomsOf(patterns: readonly Pattern[], within?: readonly number[]): readonly Atom[] | undefined {
  const start: State = patterns.map(({ alternatives }) =>
    alternatives.map((tokens) => ({ tokens, certain: startOf(tokens, 'certain'), possible: startOf(tokens, 'possible') })),
  )
  const words = within && wordsOf(within.flatMap((index) => patterns[index]?.alternatives ?? []))
  if (words) return words.map((word) => word.reduce(read, start).map(answerOf))
  const atoms = new Map<string, Atom>()
  const seen = new Set([keyOf(start)])
  const open: State[] = [start]
  const certainIn = (state: State, test: (machine: Machine) => boolean): boolean => !within || within.some((index) => state[index]?.some(test))
  for (let state = open.pop(); state; state = open.pop()) {
    if (certainIn(state, ({ tokens, certain }) => accepts(tokens, certain))) {
      const atom = state.map(answerOf)
      atoms.set(atom.join(), atom)
    }
    for (const letter of lettersOf(state)) {
      const next = read(state, letter)
      if (!certainIn(next, ({ certain }) => certain.length > 0)) continue
      const key = keyOf(next)
      if (seen.has(key)) continue
      if (seen.size >= MOST_STATES) return undefined
      seen.add(key)
      open.push(next)
    }
  }
  return [...atoms.values()]
}

/** The one text that each of these surely matches; undefined where a wildcard, or either case of a letter, lets in more. */
function wordsOf(alternatives: readonly (readonly Token[])[]): readonly (readonly Letter[])[] | undefined {
  const words: Letter[][] = []
  for (const tokens of alternatives) {
    const word = tokens.flatMap((token): Letter[] => (token.kind === 'opaque' ? [token] : token.kind === 'char' && !token.fold ? [token.char] : []))
    if (word.length < tokens.length) return undefined
    words.push(word)
  }
  return words
}

const read = (state: State, letter: Letter): State => state.map((machines) => machines.map((machine) => advance(machine, letter)))

const keyOf = (state: State): string =>
  state.map((machines) => machines.map(({ certain, possible }) => `${certain.join()}/${possible.join()}`).join('|')).join(';')

function advance(machine: Machine, letter: Letter): Machine {
  if (machine.possible.length === 0 && machine.certain.length === 0) return machine
  return {
    tokens: machine.tokens,
    certain: step(machine.tokens, machine.certain, letter, 'certain'),
    possible: step(machine.tokens, machine.possible, letter, 'possible'),
  }
}

/** A pattern that is one of several matches surely only where all of them do. */
function answerOf(machines: readonly Machine[]): Answer {
  if (machines.length > 0 && machines.every(({ tokens, certain }) => accepts(tokens, certain))) return 'yes'
  return machines.some(({ tokens, certain, possible }) => accepts(tokens, possible) || accepts(tokens, certain)) ? 'unknown' : 'no'
}

/** The letters that lead to different states: those that some pattern waits for, a colon where fields matter, and one that nobody names. */
function lettersOf(state: State): Iterable<Letter> {
  const characters = new Set<string>([FRESH])
  const opaques = new Map<string, Letter>()
  for (const machine of state.flat()) {
    for (const position of [...machine.certain, ...machine.possible]) {
      const token = machine.tokens[position >> 1]
      if (token?.kind === 'char') {
        characters.add(token.char)
        if (token.fold) characters.add(token.char.toLowerCase()).add(token.char.toUpperCase())
      } else if (token && 'field' in token && token.field) characters.add(':')
    }
    for (const position of machine.certain) {
      const token = position % 2 === 0 ? machine.tokens[position >> 1] : undefined
      if (token?.kind === 'opaque') opaques.set(token.key, token)
    }
  }
  return [...characters, ...opaques.values()]
}
