import { hash } from 'node:crypto'
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'

/** How long entries stay that nobody asks for, and how large all of them may be. */
export interface Limits {
  readonly oldest: number
  readonly largest: number
}

/** A file of many texts, each read when it is asked for. */
export interface Pack {
  readonly entries: ReadonlyMap<string, Entry>
  read(key: string): string | undefined
  /** The bytes of a pack with more in it; what was used is young again, what grew too old is left out. */
  withMore(added: ReadonlyMap<string, string>, used: ReadonlySet<string>, limits: Limits): Buffer
  close(): void
}

interface Entry {
  /** How many packs it has been carried over into without being asked for. */
  readonly age: number
  readonly start: number
  readonly length: number
  readonly digest: string
}

const title = 'keycard-cache-1'
const longestHead = 64 * 1024 * 1024
const digestOf = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64url')

/** Opens a pack; one that is missing, broken, or sealed by somebody else is empty. */
export function openPack(file: string, seal: (text: string) => string): Pack {
  let opened: { descriptor: number; entries: ReadonlyMap<string, Entry> } | undefined
  try {
    opened = readHead(file, seal)
  } catch {
    opened = undefined
  }
  const entries = opened?.entries ?? new Map<string, Entry>()
  let descriptor = opened?.descriptor
  const bytesOf = (key: string): Buffer | undefined => {
    const entry = entries.get(key)
    if (!entry || descriptor === undefined) return undefined
    try {
      const bytes = readAt(descriptor, entry.start, entry.length)
      return digestOf(bytes) === entry.digest ? bytes : undefined
    } catch {
      return undefined
    }
  }
  return {
    entries,
    read: (key) => bytesOf(key)?.toString('utf8'),
    withMore: (added, used, limits) => {
      const kept = [...entries]
        .filter(([key]) => !added.has(key))
        .map(([key, entry]) => ({ key, age: used.has(key) ? 0 : entry.age + 1, bytes: () => bytesOf(key), length: entry.length }))
        .filter(({ age }) => age <= limits.oldest)
      const fresh = [...added].map(([key, text]) => {
        const bytes = Buffer.from(text, 'utf8')
        return { key, age: 0, bytes: () => bytes, length: bytes.length }
      })
      return put(
        [...fresh, ...kept].sort((a, b) => a.age - b.age),
        limits.largest,
        seal,
      )
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor)
      descriptor = undefined
    },
  }
}

function put(
  entries: readonly { key: string; age: number; bytes: () => Buffer | undefined; length: number }[],
  largest: number,
  seal: (text: string) => string,
): Buffer {
  const listed: [string, number, number, string][] = []
  const parts: Buffer[] = []
  let size = 0
  for (const { key, age, bytes, length } of entries) {
    if (size + length > largest) continue
    const found = bytes()
    if (!found) continue
    size += found.length
    listed.push([key, age, found.length, digestOf(found)])
    parts.push(found)
  }
  const list = JSON.stringify(listed)
  const head = `${seal(list)}\n${list}`
  return Buffer.concat([Buffer.from(`${title} ${Buffer.byteLength(head)}\n${head}`, 'utf8'), ...parts])
}

function readHead(file: string, seal: (text: string) => string): { descriptor: number; entries: ReadonlyMap<string, Entry> } | undefined {
  if (!lstatSync(file).isFile()) return undefined
  // Neither a link nor a pipe that takes the file's place in the meantime may lead elsewhere or block.
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  const entries = entriesOf(descriptor, seal)
  if (entries) return { descriptor, entries }
  closeSync(descriptor)
  return undefined
}

function entriesOf(descriptor: number, seal: (text: string) => string): ReadonlyMap<string, Entry> | undefined {
  const { size } = fstatSync(descriptor)
  const first = /^(\S+) (\d{1,9})\n/.exec(readAt(descriptor, 0, Math.min(size, 64)).toString('latin1'))
  const length = Number(first?.[2])
  if (!first || first[1] !== title || length > longestHead) return undefined
  const head = readAt(descriptor, first[0].length, length).toString('utf8')
  const list = head.slice(head.indexOf('\n') + 1)
  // INVARIANT: nothing of the list is looked at before its seal, so what follows was written by this function's other half.
  if (head.slice(0, head.indexOf('\n')) !== seal(list)) return undefined
  const entries = new Map<string, Entry>()
  let start = first[0].length + length
  for (const [key, age, size, digest] of JSON.parse(list) as [string, number, number, string][]) {
    entries.set(key, { age, start, length: size, digest })
    start += size
  }
  return entries
}

function readAt(descriptor: number, start: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const more = readSync(descriptor, bytes, done, length - done, start + done)
    if (more === 0) throw new Error('the file ends early')
    done += more
  }
  return bytes
}
