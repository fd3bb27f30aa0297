import type { Foreign } from './values.ts'

/** `process.env`, of the global or of the imported module. */
export const isProcessEnvironment = (value: Foreign): boolean =>
  (value.package === 'global' && value.path.join('.') === 'process.env') ||
  (value.package === 'process' && value.path.at(-1) === 'env' && value.path.length <= 2)

/** The object that holds the language's own names. */
export const isGlobalObject = (value: Foreign): boolean =>
  value.package === 'global' && value.path.length === 1 && /^(?:globalThis|global|window|self)$/.test(value.path[0] ?? '')
