import { join, type ResourceValue, text, unknown, type Value } from '../model/index.ts'

// While a reader works, parts that are no text stand in it as single characters: a reference to a resource, or anything else that is opaque.
const REFERENCE = 0xe000
const OPAQUE = 0xf000
const LAST = 0xf8ff
const PRIVATE = /[\uE000-\uF8FF]/g
const lone = /^[\uE000-\uF8FF]$/
const PIECES = /([\uE000-\uF8FF])/
const loneReference = /^[\uE000-\uEFFF]$/
const isArnText = (value: string): boolean => value.startsWith('arn:')

type TextReader = (value: string) => string | undefined

/** The parts of a URL's path. */
const urlPath = (value: string): string[] | undefined => /^https?:\/\/[^/]*\/(.*?)\/?$/.exec(value)?.[1]?.split('/')
const urlHost = (value: string): string | undefined => /^(?:https?|wss?):\/\/([^/:]+)/.exec(value)?.[1]

/** Of a host that AWS names: a domain of one's own says neither which API it is nor which stage. */
const awsHost = (value: string): string | undefined => {
  const host = urlHost(value)
  return host !== undefined && /^[^.]+\.(?:.+\.)?(?:execute-api|amazonaws|api\.aws)(?:\.|$)/.test(host) ? host : undefined
}

const functionHost = (value: string): string | undefined => (/\.on\.aws$/.test(urlHost(value) ?? '') ? urlHost(value) : undefined)

/** What a URL begins with where that is a reference to a resource of the template, such as its endpoint. */
const urlReference = (value: string): string | undefined => /^(?:(?:https?|wss?):\/\/)?([\uE000-\uEFFF])(?:[/:?]|$)/.exec(value)?.[1]

/** The path of a URL without its query. */
const pathOf = (value: string): string | undefined => /^(?:https?:\/\/[^/?#]*|[\uE000-\uEFFF])\/([^?#]*)/.exec(value)?.[1]

const isBareUrl = (value: string): boolean => value.startsWith('https://queue/')

const REGION = /(?:^|\.)([a-z]{2}(?:-[a-z]+){1,3}-\d+)(?:\.|$)/
const OPAQUE_REGION = /(?:^|\.)([\uE000-\uF8FF])\.(?:amazonaws\.|api\.aws|queue\.)/

/** Bucket and key out of `bucket/key`, `/bucket/key?versionId=v` or `arn:...:accesspoint/name/object/key`, URL-encoded or not. */
function copySource(value: string): readonly [string, string] | undefined {
  const plain = decoded(value.split('?versionId=', 1)[0] ?? '').replace(/^\//, '')
  const cut = isArnText(plain) ? plain.indexOf('/object/') : plain.indexOf('/')
  if (cut < 0) return undefined
  return [plain.slice(0, cut), plain.slice(cut + (isArnText(plain) ? '/object/'.length : 1))]
}

/** As the SDK encodes a label of a request path: https://datatracker.ietf.org/doc/html/rfc3986#section-2.2 */
const encodedText = (value: string): string =>
  encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

// `SELECT .. FROM "T"."I"`, `INSERT INTO T`, `UPDATE "T"`, `DELETE FROM T`:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
const TARGET = /\b(?:from|into|update)\s+("[^"]+"|[^\s".(]+)(?:\s*\.\s*("[^"]+"|[^\s".(]+))?/i
const unquoted = (value: string | undefined): string | undefined => value?.replaceAll('"', '')

function mailbox(value: string): string | undefined {
  const inner = /<([^<>]*)>\s*$/.exec(value)?.[1] ?? value
  return inner.includes('@') || lone.test(inner.trim()) ? inner.trim() : undefined
}

/** The closed set of readers: text in, text out, undefined where the text is not of the form. None knows a service. */
const textReaders: { readonly [name: string]: TextReader } = {
  lastSegment: (value) => value.slice(value.lastIndexOf('/') + 1),
  firstSegment: (value) => value.split('/', 1)[0],
  afterColon: (value) => value.slice(value.lastIndexOf(':') + 1),
  beforeColon: (value) => (isArnText(value) ? value : value.split(':', 1)[0]),
  withoutLastColon: (value) => (value.includes(':') ? value.slice(0, value.lastIndexOf(':')) : undefined),
  // An image may be named by a parameter instead: `resolve:ssm:name`.
  colonless: (value) => (value.includes(':') ? undefined : value),
  withoutScheme: (value) => value.replace(/^https?:\/\//, ''),
  belowThirdFolder: (value) => /^\/(?:[^/]+\/){3}(.+)$/.exec(value)?.[1],
  withoutLeadingSlash: (value) => value.replace(/^\//, ''),
  slashEnded: (value) => (value.endsWith('/') ? value : `${value}/`).replace(/^\//, ''),
  urlName: (value) => (loneReference.test(value) ? value : urlPath(value)?.at(-1)),
  // A URL without account and region, as the map writes what GetQueueUrl answers, is in the caller's own.
  urlAccount: (value) =>
    isBareUrl(value) ? '' : urlPath(value)?.find((part, index, all) => index === all.length - 2 && (/^\d{12}$/.test(part) || lone.test(part))),
  urlRegion: (value) => (isBareUrl(value) ? '' : (REGION.exec(urlHost(value) ?? '')?.[1] ?? OPAQUE_REGION.exec(urlHost(value) ?? '')?.[1])),
  urlHostLabel: (value) => awsHost(value)?.split('.', 1)[0],
  urlFirst: (value) => (awsHost(value) === undefined ? undefined : urlPath(value)?.[0] || undefined),
  urlOwner: (value) => urlReference(value) ?? (awsHost(value) ?? functionHost(value))?.split('.', 1)[0],
  // What the host does not say is the caller's own.
  urlRegionOrOwn: (value) => REGION.exec(urlHost(value) ?? '')?.[1] ?? OPAQUE_REGION.exec(urlHost(value) ?? '')?.[1] ?? '',
  urlRest: (value) => (awsHost(value) === undefined ? undefined : pathOf(value)?.split('/').slice(1).join('/') || undefined),
  urlPathname: (value) => pathOf(value) || undefined,
  // A host such as `search-orders-abc...` of 26 letters and digits at its end.
  searchDomain: (value) => urlReference(value) ?? /^(?:search|vpc)-(.+)-[a-z0-9]{26}$/.exec(awsHost(value)?.split('.', 1)[0] ?? '')?.[1],
  referenceAlone: (value) => urlReference(value),
  firstLabel: (value) => (loneReference.test(value) ? value : value.includes('.') ? value.split('.', 1)[0] : undefined),
  upperCase: (value) => value.toUpperCase(),
  // An ARN that only the deployment knows cannot be encoded.
  encodedArn: (value) =>
    isArnText(value)
      ? value
          .split(PIECES)
          .map((part) => (lone.test(part) ? part : encodedText(part)))
          .join('')
      : undefined,
  unqualifiedArn: (value) => (isArnText(value) ? value.split(':').slice(0, 7).join(':') : value),
  // AWS gives out ids of seven letters and digits; anything else a person wrote may be a name, which the ARN does not hold.
  generatedId: (value) => (loneReference.test(value) || (/^[a-z0-9]{7}$/.test(value) && /\d/.test(value)) ? value : undefined),
  afterDot: (value) => (value.includes('.') ? value.slice(value.indexOf('.') + 1) : undefined),
  copySourceBucket: (value) => copySource(value)?.[0],
  copySourceKey: (value) => copySource(value)?.[1],
  statementTable: (value) => unquoted(TARGET.exec(value)?.[1]),
  statementIndex: (value) => unquoted(TARGET.exec(value)?.[2]),
  s3UriBucket: (value) => /^s3:\/\/([^/]+)/i.exec(value)?.[1],
  s3UriKey: (value) => /^s3:\/\/[^/]+\/(.*)$/i.exec(value)?.[1],
  fromAlias: (value) => (value.includes('alias/') ? value.slice(value.indexOf('alias/')) : lone.test(value) ? value : undefined),
  mailbox,
  mailDomain: (value) => {
    const address = mailbox(value)
    return address?.includes('@') ? address.slice(address.lastIndexOf('@') + 1) : undefined
  },
  familyRevision: (value) => (isArnText(value) || value.includes(':') ? value : `${value}:*`),
}

/** Readers that leave a reference to a resource for its URL; a parameter of the template holds the URL itself, of which no part is known. */
const ofDeclared: ReadonlySet<string> = new Set(['urlName'])

/** Every reader's name. */
export const readerNames: ReadonlySet<string> = new Set(Object.keys(textReaders))

/** Applies a reader to a value, its opaque parts kept where they fall. `declares` says which references are to resources of the template. */
export function readText(reader: string, value: Value, declares?: (reference: ResourceValue) => boolean): Value {
  if (value.kind === 'absent' || value.kind === 'unknown') return value
  const read = textReaders[reader]
  if (!read || !readerNames.has(reader)) throw new Error(`action map: there is no reader named ${reader}`)
  if (value.kind === 'resource' && ofDeclared.has(reader) && declares?.(value) === false) return unknown(undivided)
  const parts = value.kind === 'join' ? value.parts : [value]
  const opaque: Value[] = []
  let whole = ''
  for (const part of parts) {
    if (part.kind === 'text') whole += part.text.replace(PRIVATE, '\uFFFD')
    else if (part.kind === 'constant') whole += String(part.value)
    else {
      const code = (part.kind === 'resource' ? REFERENCE : OPAQUE) + opaque.length
      if (code > LAST || (part.kind === 'resource' && code >= OPAQUE)) return unknown('has too many parts')
      whole += String.fromCharCode(code)
      opaque.push(part)
    }
  }
  const found = read(whole)
  if (found !== undefined) return restore(found, opaque)
  const reason = opaque.find((part) => part.kind === 'unknown')
  if (reason) return reason
  return opaque.length > 0 ? unknown(undivided) : unknown(`is of another form ("${brief(whole)}")`)
}

const undivided = 'is known only when the service is deployed, so its parts cannot be told apart'

function restore(found: string, opaque: readonly Value[]): Value {
  const parts: Value[] = []
  for (const piece of found.split(PIECES)) {
    if (piece === '') continue
    const code = piece.charCodeAt(0)
    const index = code >= OPAQUE ? code - OPAQUE : code - REFERENCE
    parts.push(piece.length === 1 && code >= REFERENCE && code <= LAST ? (opaque[index] ?? unknown('is lost')) : text(piece))
  }
  return parts.length === 0 ? { kind: 'absent' } : join(parts)
}

const brief = (value: string): string => (value.length > 60 ? `${value.slice(0, 57)}...` : value)
