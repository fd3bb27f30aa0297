import type { KnownEnvironment } from '../code/index.ts'
import type { Value } from '../model/index.ts'
import type { Surroundings } from '../permissions/index.ts'

// Set by the Lambda runtime itself, whatever the service says: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
const runtimeVariables = [
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
  '_HANDLER',
]

/** What of a function's environment is fixed before the service is deployed, so that it decides which branches of the code are ever taken. */
export function knownEnvironment(environment: ReadonlyMap<string, Value>, source: Surroundings['environmentSource']): KnownEnvironment {
  const given = [...environment].flatMap(([name, value]): [string, { text?: string }][] => {
    const known = knownVariable(value)
    return known ? [[name, known]] : []
  })
  if (source === 'given') return { variables: new Map(given) }
  const runtime = runtimeVariables.map((name): [string, { text?: string }] => [name, {}])
  // What cannot be read may take the place of what can.
  if (source === 'partly-read') return { variables: new Map(runtime) }
  return { variables: new Map([...runtime, ...given]), names: [...environment.keys()].sort() }
}

/** A text, or the promise that it is not empty; nothing where the deployment may leave the variable out or empty. */
function knownVariable(value: Value): { text?: string } | undefined {
  if (value.kind === 'text') return { text: value.text }
  if (value.kind === 'constant') return value.value === null ? undefined : { text: String(value.value) }
  if (value.kind === 'resource') return value.id === 'AWS::NoValue' ? undefined : {}
  if (value.kind === 'join')
    return value.parts.some((part) => knownVariable(part) !== undefined && (part.kind !== 'text' || part.text !== '')) ? {} : undefined
  return undefined
}
