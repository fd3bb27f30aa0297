const packages = '(?:dotenv(?:-(?:defaults|expand|extended|flow|json|mono|override|safe|vault|vault-core))?|@dotenvx/dotenvx)'
const loaders = new RegExp(`^${packages}$`)
const byImport = new RegExp(`^${packages}/(?:config|auto-config|load)(?:\\.[cm]?js)?$`)

/** Whether a package puts files such as `.env` into the environment, where it is called. */
export const isEnvironmentLoader = (packageName: string): boolean => loaders.test(packageName)

/** Whether it is enough to import a package for such a file to be put there: `import 'dotenv/config'`. */
export const fillsEnvironment = (packageName: string): boolean => byImport.test(packageName)
