import { toCloudFormation } from '../../src/iac/index.ts'
import { type Policy, type Statement, text, type Value } from '../../src/model/index.ts'
import { excess, missing, type Piece } from '../../src/policy/index.ts'

/** A function, with everything that its role is held against. */
export interface Subject {
  readonly name: string
  /** Its name in AWS. */
  readonly physicalName: string
  /** What was derived for it. */
  readonly derived: Policy
  /** What the framework adds for it. */
  readonly frame: Policy
  /** What the plugin adds to a role of its own. */
  readonly plugin: Policy
  /** What it has by inheritance. */
  readonly inherited: Policy
}

/** A role of the template, and whether the plugin made it. */
export interface Role {
  readonly id: string
  readonly role: Policy
  readonly ownRole: boolean
}

/** A way of saying policies in which references and names of the same thing are the same. */
export type Spell = (policy: Policy) => Policy

const together = (...policies: readonly Policy[]): Policy => ({ statements: policies.flatMap(({ statements }) => statements) })

/** What a role lacks of what a function needs, in words. */
export function lost(role: Policy, subject: Subject, spell: Spell): readonly string[] {
  const needed = together(subject.derived, needs(subject), subject.inherited)
  return missing(spell(role), spell(needed)).map((piece) => `${subject.name} lacks ${words(piece)}`)
}

/** What a role allows beyond what the functions that have it need, in words. */
export function tooMuch({ id, role, ownRole }: Role, subjects: readonly Subject[], kept: Policy, spell: Spell): readonly string[] {
  const allowed = together(kept, ...subjects.flatMap(({ derived, frame, plugin, inherited }) => [derived, ownRole ? plugin : frame, inherited]))
  return excess(spell(role), spell(allowed)).map((piece) => `${id} allows ${words(piece)}`)
}

/**
 * What the framework adds, without what a function needs no more than the template's other functions do. The framework writes one statement
 * for all functions of a service, and some of its statements are wider than what they are for.
 */
export function needs({ frame, physicalName }: Subject): Policy {
  return { statements: frame.statements.flatMap((statement) => narrowed(statement, physicalName)) }
}

function narrowed(statement: Statement, physicalName: string): readonly Statement[] {
  const logs = statement.actions.filter((action) => action.startsWith('logs:'))
  const others = statement.actions.filter((action) => !action.startsWith('logs:') && !notForTheTrigger.has(action))
  const target = statement.resources.map((resource) => JSON.stringify(resource)).join()
  // The framework takes each dead-letter target that is a text for a topic.
  const sending = others.map((action) => (action === 'sns:Publish' && target.includes('arn:aws:sqs:') ? 'sqs:SendMessage' : action))
  const forLogs = logs.filter((action) => action !== 'logs:TagResource')
  return [
    ...(forLogs.length > 0 ? [{ ...statement, actions: forLogs, resources: statement.resources.map((one) => ownGroup(one, physicalName)) }] : []),
    ...(sending.length > 0 ? [{ ...statement, actions: sending }] : []),
  ]
}

/**
 * What no trigger needs: answering over a websocket is what code does, and is derived where it does; to send to a queue of which the ARN is
 * known, nobody lists queues.
 */
const notForTheTrigger = new Set(['execute-api:ManageConnections', 'sqs:ListQueues'])

/** A function writes to its own log group; the framework allows all that begin with service and stage, and networks allow every one. */
function ownGroup(resource: Value, physicalName: string): Value {
  const all = resource.kind === 'text' && resource.text === '*'
  const parts = resource.kind === 'join' ? resource.parts : [resource]
  const shared = parts.some((part) => part.kind === 'text' && /log-group:\/aws\/lambda\/[^:]*\*/.test(part.text))
  // At the edge a function writes wherever it runs, and the framework lets it write to any group there.
  const everywhere = parts.some((part) => part.kind === 'text' && part.text.endsWith(':logs:*:*:*'))
  if (!all && !shared && !everywhere) return resource
  const { kind, id } = { kind: 'resource' as const, id: 'AWS::AccountId' }
  return {
    kind: 'join',
    parts: [
      text('arn:'),
      { kind, id: 'AWS::Partition' },
      ...(everywhere ? [text(':logs:*:')] : [text(':logs:'), { kind, id: 'AWS::Region' }, text(':')]),
      { kind, id },
      text(`:log-group:/aws/lambda/${everywhere ? 'us-east-1.' : ''}${physicalName}:*`),
    ],
  }
}

function words({ action, resource, statement }: Piece): string {
  const say = (value: Value): string => {
    try {
      return JSON.stringify(toCloudFormation(value))
    } catch {
      return JSON.stringify(value)
    }
  }
  const on = resource === undefined ? `all but ${statement.notResources?.map(say)}` : say(resource)
  return `${action ?? `all but ${statement.notActions}`} on ${on}${statement.condition ? ' under a condition' : ''}`
}
