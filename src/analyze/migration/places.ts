import type { Prepared, ReadService } from '../../iac/index.ts'
import type { Edit, Finding, Location } from '../../model/index.ts'

/** Says places in edited files as they are in the files before. */
export type PlaceBefore = (at: Location) => Location

/** Turns lines of edited files into lines of the files as they were; a line that was put in becomes the one it stands behind. */
export function placesBefore(edits: readonly Edit[], textOf: (file: string) => string): PlaceBefore {
  return (at) => {
    const own = edits.filter(({ file }) => file === at.file).sort((a, b) => a.start - b.start)
    if (own.length === 0) return at
    const text = textOf(at.file)
    let grown = 0
    for (const edit of own) {
      const first = lineOf(text, edit.start) + grown
      const made = newlines(edit.text)
      if (at.line <= first) break
      if (at.line <= first + made) return { file: at.file, line: first - grown }
      grown += made - newlines(text.slice(edit.start, edit.end))
    }
    return grown === 0 ? at : { ...at, line: at.line - grown }
  }
}

/** A service that was made ready, with the places of its functions as they are in the files before. */
export function withPlaces({ read, reader, edits }: Prepared, before: ReadService): ReadService {
  if (edits.length === 0) return read
  const place = placesBefore(edits, (file) => before.source.configuration.reader.read(file) ?? reader.read(file) ?? '')
  const functions = read.service.functions.map((declared) => ({
    ...declared,
    at: place(declared.at),
    droppedGrants: declared.droppedGrants.map((grant) => (grant.at ? { ...grant, at: place(grant.at) } : grant)),
    annotations: declared.annotations.map((annotation) => ({ ...annotation, at: place(annotation.at) })),
  }))
  return { ...read, service: { ...read.service, functions } }
}

/** A finding with its places as they were before. */
export const findingBefore = (finding: Finding, place: PlaceBefore): Finding => ({
  ...finding,
  ...(finding.at ? { at: place(finding.at) } : {}),
  ...(finding.related ? { related: finding.related.map((one) => ({ ...one, at: place(one.at) })) } : {}),
})

const newlines = (text: string): number => text.split('\n').length - 1
const lineOf = (text: string, offset: number): number => newlines(text.slice(0, offset)) + 1
