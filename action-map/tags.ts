import type { ResourceFacts } from '../src/permissions/format.ts'
import { parseSource, pathsOf } from '../src/permissions/source.ts'
import type { Action } from './authorization.ts'
import { plain, singular } from './bindings.ts'

/** Where an operation takes the tags of what it makes. */
export const TAG_MEMBERS = ['Tags', 'tags', 'TagList', 'TagSpecifications', 'tagList', 'tagSpecifications', 'TagsList']

const MAKES =
  /^(?:Create(?!Tags)|Put|Register|Run|Start|Import|Restore|Copy|Allocate|Request|Publish|Purchase|Provision|Launch|Deploy|Submit|Clone|Upload|Associate|Add(?!Tags))/

/** What an operation makes, by its name; undefined where it makes nothing. */
export const made = (operation: string): string | undefined =>
  MAKES.test(operation) && !operation.endsWith('Tagging') ? operation.replace(MAKES, '') : undefined

/** The action that tags, by name: told by the reference, called after what is made, or general. */
export const tagActions = (operation: string, action: Action, prefix: string): string[] => [
  ...action.dependent
    .filter((name) => name.startsWith(`${prefix}:`) && /:(?:Tag[A-Z]|AddTags|CreateTags)/.test(name))
    .map((name) => name.slice(name.indexOf(':') + 1)),
  `Tag${made(operation) ?? ''}`,
  `AddTagsTo${made(operation) ?? ''}`,
  'TagResource',
  'AddTagsToResource',
  'AddTags',
]

const bare = (name: string): string => singular(plain(name.replace(/\/.*$/, '').replace(/(.)Resource$/, '$1')))

// What stands behind these words was there before; a version of the operation is no part of its name.
function nounsOf(operation: string): string[] {
  const noun = bare((made(operation) ?? '').replace(/(?:(?:From|With)[A-Z]|To(?:PointIn|Region)).*$/, '').replace(/V\d+$/, ''))
  return operation.startsWith('Associate') ? [`${noun}association`, noun] : [noun]
}

const longest = (types: readonly string[]): string[] => {
  const most = Math.max(...types.map((type) => bare(type).length))
  return types.filter((type) => bare(type).length === most)
}

/** The types that an operation makes, as far as names tell; none where they do not. */
export function typesMade(operation: string, taggable: readonly string[], all: readonly string[]): string[] {
  for (const noun of nounsOf(operation)) {
    const same = all.filter((type) => bare(type) === noun)
    const wider = noun.length > 2 ? taggable.filter((type) => bare(type).endsWith(noun)) : []
    const tries: string[][] = [
      taggable.filter((type) => bare(type) === noun),
      taggable.filter((type) => bare(type).startsWith(noun) && /^(?:revision|version|request)$/.test(bare(type).slice(noun.length))),
      same.length > 0 && wider.length > 0 ? wider : same,
      longest(taggable.filter((type) => bare(type).length > 2 && noun.endsWith(bare(type)))),
      wider,
      longest(taggable.filter((type) => bare(type).length > 4 && noun.startsWith(bare(type)))),
    ]
    const found = tries.find((types) => types.length > 0)
    if (found) return found
  }
  return []
}

/** Those of the named types that the operation may make: what an ARN or the id of something else names was there before. */
export function perhapsMade(operation: string, named: ResourceFacts): ResourceFacts {
  const existed = (path: string): boolean => {
    const member = plain(path.slice(path.lastIndexOf('.') + 1)).replace(/s$/, '')
    const stem = member.replace(/(?:id|identifier|arn)$/, '')
    return stem !== member && !nounsOf(operation).some((noun) => noun.includes(stem) || stem.includes(noun))
  }
  return Object.fromEntries(
    Object.entries(named).filter(([, bindings]) => {
      const paths = Object.values(bindings).flatMap((source) => pathsOf(parseSource(source)))
      return paths.length === 0 || !paths.every(existed)
    }),
  )
}

/** What is made has no ARN before: one that the input holds is that of something else, unless it is called after it. */
export const withoutForeignArns = (operation: string, on: ResourceFacts): ResourceFacts =>
  Object.fromEntries(
    Object.entries(on).map(([type, bindings]) => {
      if (bindings.arn === undefined || perhapsMade(operation, { [type]: { arn: bindings.arn } })[type]) return [type, bindings]
      const { arn, ...rest } = bindings
      return [type, rest]
    }),
  )
