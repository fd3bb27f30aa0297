import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ActionFact, ClientFacts, CommandFact, Instead, ResourceFacts, TypeFact, When } from '../src/permissions/format.ts'

/** How far an entry was held against its page. */
export interface Checked {
  /** The day on which its page was opened and compared: `2026-11-24`. */
  readonly checked?: string
  /** What it rests on where no page speaks of it, in words; the page named is the one where it should stand. */
  readonly restsOn?: string
}

/** An action that several commands need beside their own, reviewed once. */
export interface Extra extends Checked {
  /** Operation names; `*` at the end stands for any rest. */
  readonly commands: readonly string[]
  readonly action: string
  readonly on?: ResourceFacts
  readonly when?: When
  readonly condition?: ActionFact['condition']
  readonly soft?: boolean
  readonly why: string
  readonly source: string
}

/** A role that commands hand over: `iam:PassRole` on what the member holds, to the service named. */
export interface PassRole extends Checked {
  readonly commands: readonly string[]
  /** Where the role's ARN stands in the input; `*` is any one member, `**` any path. */
  readonly member: string
  /** Principals for `iam:PassedToService`; none where no page names one. */
  readonly to: readonly string[]
  readonly source: string
}

/** A resource type that stands for another under a condition: a function with a qualifier, a rule on a bus of one's own. */
export interface Variant extends Checked {
  /** Only commands whose input has it. */
  readonly member: string
  /** Whether the member names the resource itself, so that resources named by others are left alone. */
  readonly names?: boolean
  readonly type: string
  readonly when: When
  /** The type instead, with its sources. */
  readonly on?: ResourceFacts
  /** The action instead, where that changes too. */
  readonly action?: string
  readonly condition?: ActionFact['condition']
  readonly why: string
  readonly source: string
}

/** action-map/overrides/<client>.json: what the sources get wrong or leave out. */
export interface Override {
  readonly client: string
  /** Another client whose overrides hold here too: the same service under an older name. */
  readonly like?: string
  readonly why?: string
  /** The page that holds for every entry without one of its own. */
  readonly source: string
  /** IAM prefix, where it is not the name that requests are signed with. */
  readonly prefix?: string
  readonly rule?: 'http'
  /** How the request paths begin that the rule reads, where the ARNs leave that out. */
  readonly pathPrefix?: string
  readonly types?: { readonly [type: string]: TypeFact }
  /** Types of the reference that a call names only by an ARN, never by a name. */
  readonly omit?: readonly string[]
  /** Sources of a type's variables, or of its whole ARN (`arn`), in the order in which they are tried. */
  readonly bind?: { readonly [type: string]: { readonly [variable: string]: readonly string[] } }
  readonly objectKeys?: readonly string[]
  readonly encryption?: ClientFacts['encryption']
  readonly passRole?: readonly PassRole[]
  readonly extras?: readonly Extra[]
  readonly variants?: readonly Variant[]
  readonly instead?: readonly (Instead & Checked)[]
  readonly commands?: { readonly [command: string]: CommandFact & Checked & { readonly why: string } }
  /** Actions that work and that the reference does not list, with their source. */
  readonly undocumented?: { readonly [action: string]: string }
}

/** One entry of an override: where it stands, its page, and how far it was held against that. */
export interface Entry extends Checked {
  readonly place: string
  readonly page: string | undefined
}

/** What an override says, entry by entry. */
export function entriesOf(override: Override): readonly Entry[] {
  const { commands, passRole = [], extras = [], variants = [], instead = [] } = override
  const entry = (place: string, page: string | undefined, { checked, restsOn }: Checked): Entry => ({
    place,
    page,
    ...(checked === undefined ? {} : { checked }),
    ...(restsOn === undefined ? {} : { restsOn }),
  })
  const listed = (place: string, some: readonly (Checked & { readonly source: string })[]): Entry[] =>
    some.map((each, index) => entry(`${place} ${index + 1}`, each.source, each))
  return [
    ...Object.entries(commands ?? {}).map(([place, each]) => entry(place, each.source ?? override.source, each)),
    ...listed('passRole', passRole),
    ...extras.map((each) => entry(`${each.action} of ${each.commands.join(' and ')}`, each.source, each)),
    ...listed('variants', variants),
    ...listed('instead', instead),
  ]
}

/** Reads every override file, by client. */
export function readOverrides(): ReadonlyMap<string, Override> {
  const files = existsSync('overrides')
    ? readdirSync('overrides')
        .filter((name) => name.endsWith('.json'))
        .sort()
    : []
  const own = new Map(
    files.map((file) => {
      const override = JSON.parse(readFileSync(`overrides/${file}`, 'utf8')) as Override
      if (`${override.client}.json` !== file) throw new Error(`overrides/${file} says it is for ${override.client}`)
      return [override.client, override] as const
    }),
  )
  return new Map([...own].map(([client, override]) => [client, override.like ? { ...own.get(override.like), ...override } : override]))
}
