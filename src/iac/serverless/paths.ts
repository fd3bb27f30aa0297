import { posix } from 'node:path'

/** Joins POSIX paths; the result is relative without a leading `./`. */
export const joinPath = (...parts: readonly string[]): string => posix.normalize(posix.join(...parts)).replace(/(.)\/$/, '$1')
