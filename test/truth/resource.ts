/** A resource as reports print it: text, or an intrinsic function of CloudFormation. */
export type Printed = string | Readonly<Record<string, unknown>>

/** A resource in the words of the truth: `GetAtt X.Arn` and what follows it, `Ref X`, or an ARN of any region and account. */
export function inWordsOfTruth(resource: Printed): string {
  return (
    plain(resource)
      .replace(/^\$\{([A-Za-z0-9]+)\.([A-Za-z]+)\}/, 'GetAtt $1.$2')
      .replace(/^\$\{([A-Za-z0-9]+)\}/, 'Ref $1')
      // The name of a declared resource within an ARN of its kind is that resource.
      .replace(/^arn:[^:]*:s3:::\$\{([A-Za-z0-9]+)\}/, 'GetAtt $1.Arn')
      .replace(
        /^arn:[^:]*:[a-z0-9-]+:[^:]*(?:::Region\})?:[^:]*(?:::AccountId\})?:(?:table|key|stateMachine)[/:]\$\{([A-Za-z0-9]+)\}/,
        'GetAtt $1.Arn',
      )
      .replace(/^arn:\$\{AWS::Partition\}:/, 'arn:aws:')
      .replaceAll(/\$\{(?:AWS::Region|aws:region|self:provider\.region)\}|\b[a-z]{2}-[a-z]+-\d\b/g, 'REGION')
      .replaceAll(/\$\{(?:AWS::AccountId|aws:accountId)\}/g, 'ACCOUNT')
  )
}

/** Whether whatever the narrow pattern means, the wide one means too. */
export function covers(wide: string, narrow: string): boolean {
  const pattern = wide
    .split('*')
    .map((part) => part.split('?').map(literally).join('[^*]'))
    .join('.*')
  return new RegExp(`^${pattern}$`, 's').test(narrow)
}

const literally = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, '\\$&')

function plain(resource: Printed): string {
  if (typeof resource === 'string') return resource
  const [[name, value] = ['', '']] = Object.entries(resource)
  if (name === 'Ref') return `\${${value}}`
  if (name === 'Fn::GetAtt') return `\${${Array.isArray(value) ? value.join('.') : value}}`
  if (name === 'Fn::Join' && Array.isArray(value)) return (value[1] as readonly Printed[]).map(plain).join(String(value[0]))
  if (name === 'Fn::Sub' && typeof value === 'string') return value
  if (name === 'Fn::Sub' && Array.isArray(value)) {
    const names = Object.entries(value[1] as Readonly<Record<string, Printed>>)
    return names.reduce((text, [inner, meant]) => text.replaceAll(`\${${inner}}`, plain(meant)), String(value[0]))
  }
  return JSON.stringify(resource)
}
