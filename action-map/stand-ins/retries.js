// Libraries that call a function again after an error. Never run: Keycard follows calls of them into this file.
// Sources: https://github.com/coveooss/exponential-backoff#readme and https://github.com/normartin/ts-retry-promise#readme.

// What only a run can tell.
const maybe = () => Math.random() > 0

export const backOff = async (step, options) => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step()
    } catch (error) {
      if (options?.retry !== undefined && !(await options.retry(error, attempt))) throw error
      if (maybe()) throw error
    }
  }
}

export const retry = async (step, options) => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const made = await step(() => maybe())
      if (options?.until === undefined || options.until(made)) return made
    } catch (error) {
      if (options?.retryIf !== undefined && !options.retryIf(error)) throw error
      if (maybe()) throw error
    }
    if (options?.logger !== undefined) options.logger(String(attempt))
    if (typeof options?.backoff === 'function') options.backoff(attempt, options.delay)
  }
}
export const customizeRetry = (before) => async (step, options) => retry(step, { ...before, ...options })
export const retryDecorator =
  (step, options) =>
  async (...given) =>
    retry(() => step(...given), options)
export const customizeDecorator = (before) => (step, options) => retryDecorator(step, { ...before, ...options })
export const wait = async () => undefined
export const notEmpty = () => maybe()
