/** What the simulator runs of Prism; the build bundles this file into what the package imports as `#prism`. */
export { createInstance } from '@stoplight/prism-http';
