import { list, record, type Value } from '../../model/index.ts'
import { interpret, isIntrinsic } from '../cloudformation.ts'
import type { MapNode, Node } from '../document.ts'
import { mostValues } from '../yaml.ts'
import { type Origin, originText } from './origin.ts'
import { below, type Lookup, present, type Settled, type Spot } from './spot.ts'

interface Sized {
  readonly value: Value
  /** How many values this holds with everything followed. */
  readonly size: number
}

/** Turns parts of the configuration into values, each node once. */
export class Values {
  private readonly lookup: Lookup
  private readonly known = new Map<Node, Sized>()

  constructor(lookup: Lookup) {
    this.lookup = lookup
  }

  /** What stands at a spot, functions of CloudFormation understood. */
  of(spot: Spot): Value {
    return interpret(this.plain(spot).value)
  }

  private plain(spot: Spot): Sized {
    const known = spot.origin ? undefined : this.known.get(spot.node)
    if (known) return known
    const made = this.make(spot)
    if (made.size > mostValues) {
      throw this.lookup.mistake(spot.node, `with its variables followed this holds more than ${mostValues} values`, 'make it smaller')
    }
    if (!spot.origin) this.known.set(spot.node, made)
    return made
  }

  private make(spot: Spot): Sized {
    const settled = this.lookup.settle(spot)
    if (settled.kind === 'value') return { value: settled.value, size: 1 }
    return this.lookup.within(spot.node, () => (settled.node === spot.node ? this.collection(settled) : this.plain(settled)))
  }

  private collection(settled: Settled & { kind: 'map' | 'list' }): Sized {
    if (settled.kind === 'list') {
      const items = settled.node.items.map((item, index) => this.plain(below(settled.origin, String(index), item.node)))
      return { value: list(items.map(({ value }) => value)), size: sum(items) }
    }
    const { node, origin } = settled
    const [only] = node.entries.keys()
    if (origin && node.entries.size === 1 && only !== undefined && isIntrinsic(only)) return this.dependentCall(node, origin)
    return this.fields(node, origin)
  }

  private fields(node: MapNode, origin: Origin | undefined): Sized {
    const fields = [...node.entries.values()].map((entry) => [entry.key, this.plain(below(origin, entry.key, entry.node))] as const)
    return { value: record(fields.map(([key, { value }]) => [key, value])), size: sum(fields.map(([, field]) => field)) }
  }

  /** A function of CloudFormation that another stage may write otherwise. A plain reference is taken for the same in all of them. */
  private dependentCall(node: MapNode, origin: Origin): Sized {
    const { value, size } = this.fields(node, undefined)
    const now = interpret(value)
    return { value: now.kind === 'resource' ? now : { kind: 'variable', text: originText(origin), now: present(now) }, size }
  }
}

const sum = (parts: readonly Sized[]): number => parts.reduce((total, { size }) => total + size, 1)
