import { type Edit, type Reader, UserError } from '../../model/index.ts'
import { applyEdits } from '../edits.ts'
import { type ReadService, readService } from './index.ts'
import { joinPath } from './paths.ts'

/** The files as they would be with the edits made; undefined where one of them is not there. */
export function editedReader(reader: Reader, edits: readonly Edit[]): Reader | undefined {
  const edited = new Map<string, string>()
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const text = reader.read(file)
    if (text === undefined) return undefined
    const own = edits.filter((edit) => edit.file === file)
    edited.set(joinPath(file), applyEdits(text, own))
  }
  return {
    directory: reader.directory,
    workspace: reader.workspace,
    kind: (path) => reader.kind(path),
    list: (path) => reader.list(path),
    read: (path) => edited.get(joinPath(path)) ?? reader.read(path),
  }
}

/** Reads the service as it would be with the edits made; undefined where it could not be read any more. */
export function readEdited(reader: Reader, read: ReadService, edits: readonly Edit[]): ReadService | undefined {
  const overlay = editedReader(reader, edits)
  if (!overlay) return undefined
  try {
    return readService(overlay, read.source.options)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
