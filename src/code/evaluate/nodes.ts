import { type Annotation, type Finding, type Location, type Value, valueKey, type When } from '../../model/index.ts'
import { noteActivity } from './activity.ts'

/** An SDK call as it was met in one evaluation of a function. */
export interface SdkSite {
  readonly client: string
  readonly command: string
  readonly input: Value
  readonly clientOptions: Value
  readonly at: Location
  readonly via?: string
  readonly role?: Value
  readonly only?: When
  readonly annotations?: readonly Annotation[]
}

/** The calls of each place; what they are given is compared only where several stand at one. */
class Sites {
  private readonly places = new Map<string, SdkSite[]>()
  /** How many calls were noted, those that are alike included. */
  noted = 0

  add(site: SdkSite): void {
    noteActivity()
    this.noted += 1
    const { file, line, column } = site.at
    const place = `${site.client}.${site.command}@${file}:${line}:${column ?? 0}`
    const here = this.places.get(place)
    if (!here) this.places.set(place, [site])
    else if (!here.some((other) => sameSite(other, site))) here.push(site)
  }

  *[Symbol.iterator](): Iterator<SdkSite> {
    for (const here of this.places.values()) yield* here
  }
}

const contents = new WeakMap<SdkSite, string>()

function contentOf(site: SdkSite): string {
  const known = contents.get(site)
  if (known !== undefined) return known
  const made = `${valueKey(site.input)} ${valueKey(site.clientOptions)} ${site.role ? valueKey(site.role) : ''} ${site.only ? JSON.stringify(site.only) : ''}`
  contents.set(site, made)
  return made
}

const sameSite = (a: SdkSite, b: SdkSite): boolean => a === b || contentOf(a) === contentOf(b)

/** All files of the service, names of files that are computed, or what a file puts into the environment while the code runs. */
export type Beyond = Set<'service' | 'names' | 'environment'>

/**
 * What one evaluation of a function (or of a module's top level) does; evaluations that are reused are shared, so this is a graph. Most hold next to
 * nothing, and there are many of them: a collection is there from the first time that something is to be put into it.
 */
export class CallNode {
  /** The file that the code stands in. */
  readonly file: string
  /** It is the top level of that file, so that whoever leads here loads it. */
  readonly loads: boolean
  /** What comes of calls that were begun here and go on, or come again, later. */
  later?: CallNode
  /** What it holds, where it holds any. */
  readonly held: {
    sites?: Sites
    notes?: Set<Annotation>
    findings?: Map<string, Finding>
    children?: Map<CallNode, Location>
    made?: Set<string>
    changes?: Set<string>
    beyond?: Beyond
  } = {}

  constructor(file: string, loads = false) {
    this.file = file
    this.loads = loads
  }

  /** Forgets what it did, but for some that it leads to. */
  forget(but: readonly (readonly [CallNode, Location])[] = []): void {
    const { beyond } = this.held
    for (const key of Object.keys(this.held) as (keyof CallNode['held'])[]) delete this.held[key]
    if (beyond) this.held.beyond = beyond
    this.held.children = new Map(but)
  }

  /** Does again what the top level of a module does, and forgets what that did before. */
  again(work: () => void): () => void {
    const loaded = [...this.children].filter(([{ loads }]) => loads)
    return () => {
      this.forget(loaded)
      work()
    }
  }

  get sites(): Sites {
    this.held.sites ??= new Sites()
    return this.held.sites
  }

  get notes(): Set<Annotation> {
    this.held.notes ??= new Set()
    return this.held.notes
  }

  get findings(): Map<string, Finding> {
    this.held.findings ??= new Map()
    return this.held.findings
  }

  get children(): Map<CallNode, Location> {
    this.held.children ??= new Map()
    return this.held.children
  }

  /** The places at which it makes commands. */
  get made(): Set<string> {
    this.held.made ??= new Set()
    return this.held.made
  }

  /** The paths in the event to which the code writes, so that no trigger says what stands there. */
  get changes(): Set<string> {
    this.held.changes ??= new Set()
    return this.held.changes
  }

  /** What else than the files that it loads has a say. */
  get beyond(): Beyond {
    this.held.beyond ??= new Set()
    return this.held.beyond
  }

  /** How many SDK calls were noted, those that are alike included. */
  get noted(): number {
    return this.held.sites?.noted ?? 0
  }
}

/** Notes that a call leads to an evaluation; the first call that does is the one to speak of. */
export function link(outer: CallNode, node: CallNode, at: Location): void {
  if (!outer.children.has(node)) outer.children.set(node, at)
}

interface Flat {
  readonly made: ReadonlySet<string>
  readonly changes: ReadonlySet<string>
  readonly sites: readonly (SdkSite & { path: readonly Location[] })[]
  readonly notes: readonly Annotation[]
  readonly findings: readonly Finding[]
  readonly beyond: Beyond
}

/** A node on the way, and how it was come to. */
interface Step {
  readonly node: CallNode
  readonly at?: Location
  readonly before?: Step
}

/**
 * All that nodes lead to, each evaluation once, by the shortest path of call sites. Code of a file that is not loaded on the way is
 * left out: another entry point has loaded it and put its functions where this one looks.
 */
export function flatten(roots: readonly CallNode[], leadsTo: (file: string) => ReadonlySet<string>): Flat & { readonly files: ReadonlySet<string> } {
  const loaded = [...new Set(roots.map(({ file }) => file))].map(leadsTo)
  const isLoaded = (file: string): boolean => loaded.some((files) => files.has(file))
  for (;;) {
    const before = loaded.length
    const steps = stepsFrom(roots, isLoaded, (file) => loaded.push(leadsTo(file)))
    if (loaded.length === before) return { ...gather(steps), files: new Set(loaded.flatMap((files) => [...files])) }
  }
}

function stepsFrom(roots: readonly CallNode[], isLoaded: (file: string) => boolean, load: (file: string) => void): readonly Step[] {
  const seen = new Set<CallNode>(roots)
  const steps: Step[] = roots.map((node) => ({ node }))
  let before = 0
  // An array may grow while it is gone through, which makes this breadth first.
  for (const step of steps) {
    for (const [child, at] of step.node.held.children ?? []) {
      if (child.loads && !isLoaded(child.file)) load(child.file)
      if (seen.has(child) || !isLoaded(child.file)) continue
      seen.add(child)
      steps.push({ node: child, at, before: step })
    }
    if (step !== steps.at(-1)) continue
    // What is only come to once more goes last: the way by which it was come to first says more.
    const fresh = steps.slice(before)
    before = steps.length
    for (const one of fresh) if (one.node.later) steps.push({ node: one.node.later, before: one })
  }
  return steps
}

function gather(steps: readonly Step[]): Flat {
  const first = new Map<SdkSite, Step>()
  const sites = new Sites()
  const notes = new Set<Annotation>()
  const findings = new Map<string, Finding>()
  const changes = new Set<string>()
  const made = new Set<string>()
  const beyond: Beyond = new Set()
  for (const step of steps) {
    const { held } = step.node
    for (const place of held.made ?? []) made.add(place)
    for (const path of held.changes ?? []) changes.add(path)
    for (const one of held.beyond ?? []) beyond.add(one)
    for (const site of held.sites ?? []) {
      if (!first.has(site)) first.set(site, step)
      sites.add(site)
    }
    for (const note of held.notes ?? []) notes.add(note)
    for (const [key, finding] of held.findings ?? []) findings.set(key, finding)
  }
  return {
    sites: [...sites].map((site) => ({ ...site, path: pathOf(first.get(site)) })),
    notes: [...notes],
    findings: [...findings.values()],
    changes,
    made,
    beyond,
  }
}

function pathOf(last: Step | undefined): readonly Location[] {
  const path: Location[] = []
  // What stands in for a library has the place where that is called.
  for (let step = last; step; step = step.before) if (step.at && !isSamePlace(step.at, path.at(-1))) path.push(step.at)
  return path.toReversed()
}

const isSamePlace = (a: Location, b: Location | undefined): boolean => a.file === b?.file && a.line === b.line && a.column === b.column
