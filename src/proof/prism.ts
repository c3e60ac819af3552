/** What the simulator runs of Prism; the build bundles this file into what the package imports as `#prism`. */
export type { IPrismDiagnostic } from '@stoplight/prism-core';
export type {
  IHttpMockConfig,
  IHttpOperationConfig,
  IHttpResponse,
  PrismHttpComponents,
  PrismHttpInstance,
} from '@stoplight/prism-http';
export { createInstance } from '@stoplight/prism-http';
export type { HttpMethod, IHttpOperation } from '@stoplight/types';
