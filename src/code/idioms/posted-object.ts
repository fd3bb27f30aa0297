import {
  type Abstract,
  anyItem,
  type ForeignCall,
  joinValues,
  literal,
  mayBeAbsent,
  optionsOf,
  pointer,
  type Run,
  textOf,
  unknownValue,
} from '../evaluate/index.ts'

/** The fields of a form that ask for more than the object itself, by the member of the request that says the same. */
const fields = new Map([
  ['ACL', 'acl'],
  ['Tagging', 'tagging'],
  ['SSEKMSKeyId', 'x-amz-server-side-encryption-aws-kms-key-id'],
])

/**
 * What `createPresignedPost` of SDK v2 lets its holder put. The key, like the rest, may be given as a field of the form, or by conditions that are
 * checked when the post arrives: https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/S3.html#createPresignedPost-property
 */
export function postedObject(run: Run, parameters: Abstract, call: ForeignCall): Abstract {
  const { at, scope } = call
  const read = (from: Abstract, name: string): Abstract => run.read(from, literal(name), scope, 0)
  const given = read(parameters, 'Fields')
  const conditions = optionsOf(read(parameters, 'Conditions')).flatMap((option) => optionsOf(anyItem(run.elements(option, scope))))
  /** `{ acl: 'private' }` and `['eq', '$acl', 'private']`. */
  const allowed = (field: string): readonly Abstract[] =>
    conditions.map((condition) => (textOf(read(condition, '1')) === `$${field}` ? read(condition, '2') : read(condition, field)))
  const input = run.heap.thing('record', `${at.file}:${at.line}:${at.column ?? 0}`)
  run.heap.set(input.fields, 'Bucket', read(parameters, 'Bucket'))
  run.heap.set(input.fields, 'Key', joinValues([read(given, 'key'), unknownValue('is filled in later')]))
  for (const [member, field] of fields) {
    const found = [read(given, field), ...allowed(field)].filter((value) => !mayBeAbsent(value) || optionsOf(value).length > 1)
    if (found.length > 0) run.heap.set(input.fields, member, joinValues(found))
  }
  return pointer(input)
}
