/** What the plugin for Vite may be told. */
export interface ChatMockPluginOptions {
  /**
   * Files and folders of scenarios, seen from Vite's `root`. Default: the folder `scenarios` in it, or else the gallery
   * that comes with the package.
   */
  readonly scenarios?: string | readonly string[];
  /**
   * The file that declares the names of the scenarios for TypeScript, seen from Vite's `root`; false: none. Default:
   * `scenarios.d.ts` beside the scenarios.
   */
  readonly types?: string | false;
}
