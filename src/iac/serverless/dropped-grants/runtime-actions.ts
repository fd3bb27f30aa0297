/** What it takes to read a queue: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const queueActions: readonly string[] = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']

/** What it takes to read each kind of stream: https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
export const streamActions: ReadonlyMap<string, readonly string[]> = new Map([
  ['dynamodb', ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams']],
  [
    'kinesis',
    [
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
      'kinesis:ListStreams',
    ],
  ],
])
