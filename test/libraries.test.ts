import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { LibraryCondition, LibraryExport, LibraryFact, LibraryInput, LibraryRequest } from '../src/model/index.ts'
import { openActionMap } from '../src/permissions/index.ts'

const folder = new URL('../action-map/libraries/', import.meta.url)
const files = readdirSync(folder).sort()
const facts = files.map((file) => ({ file, fact: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as LibraryFact }))
const map = openActionMap()

type Say = (what: string) => void
const keysOf = {
  fact: 'package packages why source beside could exports quiet shapes requests conditions aggregated',
  entry: 'command client returns forwards sends methods gives makes keeps has changes marks shares calls hands assumes unread keepsClient quiet',
  request: 'client command input placeholder with options each when only role',
}
const strange = (given: object, known: string): string[] => Object.keys(given).filter((key) => !known.split(' ').includes(key))

/** The grammar of `ArgumentPath`, one of the alternatives. */
const path =
  /^(?:[=?].*|(?:(?:any-key|any|values|keys|entries) )*(?:\d+|\$[\w]+|made\.\d+|item|name|owner|self|arguments|shared\.[\w ]+|environment\.[A-Z_]+)(?:\.(?:\[\]|\$\w+|[\w-]+|\{[^}]+\}))*)$/

function pathOf(text: string, say: Say): void {
  if (text.startsWith('text ')) {
    for (const [, inner = ''] of text.matchAll(/\{([^}]*)\}/g)) pathOf(inner, say)
    return
  }
  const listed = /^(?:any-key|any|values|keys|entries) (?=result )/.exec(text)
  if (listed) {
    pathOf(text.slice(listed[0].length), say)
    return
  }
  if (text.startsWith('result ')) {
    for (const inner of text.slice('result '.length).split(' | ')) pathOf(inner, say)
    return
  }
  if (text.startsWith('url ')) {
    for (const inner of text.slice(4).split(' | ')) pathOf(inner, say)
    return
  }
  for (const one of text.split(' ?? ')) {
    if (one !== text && one.startsWith('text ')) pathOf(one, say)
    else if (!path.test(one)) say(`'${one}' is no path`)
  }
}

function inputOf(input: LibraryInput, say: Say): void {
  if (typeof input === 'string') pathOf(input, say)
  else for (const inner of Object.values(input)) inputOf(inner, say)
}

function conditionOf(condition: LibraryCondition, say: Say): void {
  // Names are looked up with all others of the fact.
  if (typeof condition === 'string' && condition.startsWith('@')) return
  if (typeof condition === 'string') pathOf(condition.replace(/^!/, ''), say)
  else if ('is' in condition) pathOf(condition.is[0], say)
  else if ('ends' in condition) pathOf(condition.ends[0], say)
  else if ('given' in condition) pathOf(condition.given, say)
  else if ('list' in condition) pathOf(condition.list, say)
  else if ('text' in condition) pathOf(condition.text, say)
  else if ('filled' in condition) for (const one of condition.filled) pathOf(one, say)
  else if ('same' in condition) for (const one of condition.same) pathOf(one, say)
  else if ('not' in condition) conditionOf(condition.not, say)
  else if ('any' in condition) for (const inner of condition.any) conditionOf(inner, say)
  else if ('all' in condition) for (const inner of condition.all) conditionOf(inner, say)
  else if ('some' in condition) {
    pathOf(condition.some[0], say)
    conditionOf(condition.some[1], say)
  } else say(`a condition of no kind: ${JSON.stringify(condition)}`)
}

function requestOf(request: LibraryRequest, say: Say): void {
  for (const key of strange(request, keysOf.request)) say(`a request has no ${key}`)
  if (!map.command(request.client, request.command)) say(`the map has no ${request.client} ${request.command}`)
  inputOf(request.input, say)
  if (request.options !== undefined) inputOf(request.options, say)
  if (request.role !== undefined) {
    conditionOf(request.role.when, say)
    inputOf(request.role.is, say)
  }
  for (const one of [request.with, request.each]) if (one !== undefined) pathOf(one, say)
  if (request.when !== undefined) conditionOf(request.when, say)
  const reads = JSON.stringify([request.input, request.when ?? '', request.options ?? ''])
  if (/"item\b/.test(reads) && request.each === undefined && !reads.includes('"some"')) say('reads an item without each')
}

function entryOf(entry: LibraryExport, fact: LibraryFact, isMember: boolean, say: Say): void {
  for (const key of strange(entry, keysOf.entry)) say(`an export has no ${key}`)
  for (const request of entry.sends ?? []) if (typeof request !== 'string') requestOf(request, say)
  for (const { client, name } of entry.command ? [entry.command] : []) if (!map.command(client, name)) say(`the map has no ${client} ${name}`)
  if (entry.client !== undefined && !map.client(entry.client)) say(`the map has no client ${entry.client}`)
  if (isMember && entry.methods) say('a member names what it gives, and has no members of its own')
  for (const [name, member] of Object.entries(entry.methods ?? {})) entryOf(member, fact, true, (what) => say(`${name}: ${what}`))
  const given = typeof entry.gives === 'object' ? Object.values(entry.gives) : entry.gives === undefined ? [] : [`@${entry.gives}`]
  for (const one of given)
    if (one.startsWith('@')) {
      if (one !== '@self' && !fact.shapes?.[one.slice(1)]) say(`there is no shape ${one}`)
    } else pathOf(one, say)
  for (const one of [entry.returns, entry.makes, ...(entry.hands ?? []), ...Object.keys(entry.marks ?? {})]) if (one !== undefined) pathOf(one, say)
  for (const input of [...Object.values(entry.keeps ?? {}), ...Object.values(entry.shares ?? {}), ...Object.values(entry.marks ?? {})])
    inputOf(input, say)
  for (const input of Object.values(entry.has ?? {}))
    if (typeof input !== 'string' || !input.startsWith('@')) inputOf(input, say)
    else if (!fact.shapes?.[input.slice(1)]) say(`there is no shape ${input}`)
  for (const { on, with: handed } of entry.calls ?? []) {
    pathOf(on, say)
    for (const input of handed ?? [])
      if (typeof input !== 'string' || !input.startsWith('@')) inputOf(input, say)
      else if (!fact.shapes?.[input.slice(1)]) say(`there is no shape ${input}`)
  }
  if (entry.assumes) inputOf(entry.assumes.role, say)
}

describe('libraries', () => {
  it('are of the format, with commands that the map has', () => {
    const problems = facts.flatMap(({ file, fact }) => {
      const found: string[] = []
      for (const key of strange(fact, keysOf.fact)) found.push(`${file}: a library has no ${key}`)
      for (const [name, entry] of Object.entries(fact.exports)) entryOf(entry, fact, false, (what) => found.push(`${file} ${name}: ${what}`))
      for (const [name, requests] of Object.entries(fact.requests ?? {}))
        for (const request of requests) requestOf(request, (what) => found.push(`${file} requests ${name}: ${what}`))
      for (const [name, condition] of Object.entries(fact.conditions ?? {})) conditionOf(condition, (what) => found.push(`${file} ${name}: ${what}`))
      for (const [name, entry] of Object.entries(fact.shapes ?? {})) entryOf(entry, fact, false, (what) => found.push(`${file} @${name}: ${what}`))
      return found
    })
    expect(problems).toEqual([])
  })
  it('stand under the name of their package, each package in one file', () => {
    expect(facts.map(({ fact }) => `${fact.package.replace(/^@/, '').replaceAll('/', '__').replaceAll('*', 'any')}.json`)).toEqual(files)
    const names = facts.flatMap(({ fact }) => [fact.package, ...(fact.packages ?? [])])
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
  it('say why, and name a page', () => {
    expect(facts.filter(({ fact }) => !(fact.why.endsWith('.') && /^https:\/\/[\w.-]+\//.test(fact.source))).map(({ file }) => file)).toEqual([])
  })
  it('use every shape, request and condition that they name, and name every one that they use', () => {
    const wrong = facts.flatMap(({ file, fact }) => {
      const named = ['shapes', 'requests', 'conditions'].flatMap((key) => Object.keys(fact[key as 'shapes'] ?? {}))
      const used = [...JSON.stringify(fact).matchAll(/"@([^"/]+)"|"gives":"([^"]+)"/g)].flatMap(([, one, two]) => one ?? two ?? [])
      const lost = used.filter((name) => name !== 'self' && !named.includes(name)).map((name) => `${file} lacks ${name}`)
      return [...lost, ...named.filter((name) => !used.includes(name)).map((name) => `${file} does not use ${name}`)]
    })
    expect(wrong).toEqual([])
  })
})
