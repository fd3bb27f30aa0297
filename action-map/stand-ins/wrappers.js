// Libraries that wrap a handler and give one that does the same: what is wrapped is called when the one that is given is, and not before.
// Source: https://github.com/awslabs/aws-embedded-metrics-node#usage. Never run: Keycard follows calls of these packages into this file.

export const metricScope =
  (wrapped) =>
  async (...given) => {
    const handler = wrapped(keycard.handedIn())
    return handler(...given)
  }
