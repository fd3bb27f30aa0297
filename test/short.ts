import type { Json } from '../src/model/index.ts'

/** A resource as the cases write it: `~` stands for region and account, `Table.Arn` for Fn::GetAtt and a bare name for Ref. */
export function short(resource: Json): string {
  const long = resource as { readonly Ref?: string; readonly 'Fn::GetAtt'?: readonly string[]; readonly 'Fn::Sub'?: string }
  const words =
    typeof resource === 'string'
      ? resource
      : (long.Ref ?? long['Fn::GetAtt']?.join('.') ?? (typeof long['Fn::Sub'] === 'string' ? long['Fn::Sub'] : JSON.stringify(resource)))
  return words.replaceAll('${AWS::Region}:${AWS::AccountId}', '~')
}
