import { parseJsonWithComments, type Reader } from '../../model/index.ts'
import { parseBrokenJson } from '../summary/index.ts'

/** A parsed JSON object; anything else counts as empty. */
export type JsonObject = { readonly [key: string]: unknown }

/** Reads a JSON file, comments and trailing commas allowed (tsconfig, jsconfig); undefined where there is none or it is no object. */
export function readJson(reader: Reader, path: string): JsonObject | undefined {
  const content = reader.read(path)
  if (content === undefined) return undefined
  // What is broken is read as far as the compiler reads it, which has to be loaded for that.
  const config = parseJsonWithComments(content) ?? parseBrokenJson(path, content)
  return isObject(config) ? config : undefined
}

/** Whether a value is a plain object. */
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)
