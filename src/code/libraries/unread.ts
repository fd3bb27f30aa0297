import type { Foreign } from '../evaluate/index.ts'
import type { LibraryCall } from './sources.ts'

/** Says that a library that calls AWS is used in a way that Keycard does not read, unless a person wrote down what it needs. */
export function sayUnread({ run, fact, call, name }: LibraryCall, could: string, symbol: Foreign | undefined): void {
  if (call.notes && call.notes.length > 0) {
    for (const note of call.notes) call.scope.activation.node.notes.add(note)
    return
  }
  const used = symbol ? symbol.path.join('.') : (name ?? '')
  // One fact may stand for several packages.
  const library = symbol?.package ?? fact.package
  const what = used === '' || used === 'default' || used === '()' ? library : `${used} of ${library}`
  run.find(
    {
      check: 'library-unread',
      severity: 'error',
      confidence: 'certain',
      message: `what ${what} calls here is not read, so its permissions are missing: it may need ${could}`,
      at: call.at,
      fix: 'write each permission above this line: // keycard-allow service:Action arn -- reason',
    },
    call.scope,
  )
}
