import type { ChatSettings } from './chat-settings.ts';

/** The experimental features of Meilisearch 1.48, in the order in which it lists them. */
export const FEATURES = [
  'metrics',
  'logsRoute',
  'editDocumentsByFunction',
  'containsFilter',
  'dynamicSearchRules',
  'network',
  'getTaskDocumentsRoute',
  'taskQueueCompactionRoute',
  'compositeEmbedders',
  'chatCompletions',
  'multimodal',
  'foreignKeys',
  'disableDocumentsFetchQueue',
  'legacySearch',
  'renderRoute',
] as const;

type Features = Readonly<Record<(typeof FEATURES)[number], boolean>>;

/** All off but the one that this mock is about; a real Meilisearch starts with all of them off. */
const DEFAULT_FEATURES = Object.fromEntries(
  FEATURES.map((feature) => [feature, feature === 'chatCompletions']),
) as Features;

/** The state of the mocked Meilisearch, in memory: workspaces and experimental features. */
export class Instance {
  /** Without configured workspaces all of them exist, but for those that were deleted. */
  readonly #open: boolean;
  readonly #configured: readonly string[];
  /** Of each known workspace; undefined: the default ones. */
  readonly #settings = new Map<string, ChatSettings | undefined>();
  readonly #deleted = new Set<string>();
  #features = DEFAULT_FEATURES;

  /** @param options.workspaces the workspaces that exist; none: every one does */
  constructor({ workspaces = [] }: { readonly workspaces?: readonly string[] } = {}) {
    this.#configured = workspaces;
    this.#open = workspaces.length === 0;
    this.reset();
  }

  /** Back to how it was at the start. */
  reset(): void {
    this.#settings.clear();
    this.#deleted.clear();
    this.#features = DEFAULT_FEATURES;
    for (const uid of this.#configured) this.#settings.set(uid, undefined);
  }

  /** Whether the experimental feature that the chat routes need is on. */
  get chatCompletions(): boolean {
    return this.#features.chatCompletions;
  }

  get features(): Features {
    return this.#features;
  }

  changeFeatures(changes: Partial<Features>): Features {
    this.#features = { ...this.#features, ...changes };
    return this.#features;
  }

  workspaceExists(uid: string): boolean {
    return this.#settings.has(uid) || (this.#open && !this.#deleted.has(uid));
  }

  /** A chat was held in a workspace, which is listed from now on. */
  noteChat(uid: string): void {
    if (this.workspaceExists(uid) && !this.#settings.has(uid)) this.#settings.set(uid, undefined);
  }

  /** All that was set, of each workspace. */
  get state(): readonly (readonly [uid: string, settings: ChatSettings | undefined])[] {
    return [...this.#settings];
  }

  /** The uids of the known workspaces, in byte order as the real server's database has them. */
  workspaces(): string[] {
    return [...this.#settings.keys()].sort(byCodePoints);
  }

  /**
   * The settings of a workspace, secrets and all; undefined when there is no such workspace.
   *
   * @param defaults of a workspace whose settings nobody has changed
   */
  settings(uid: string, defaults: ChatSettings): ChatSettings | undefined {
    return this.#settings.get(uid) ?? (this.workspaceExists(uid) ? defaults : undefined);
  }

  /** Sets the settings of a workspace, which exists from now on. */
  putSettings(uid: string, settings: ChatSettings): void {
    this.#deleted.delete(uid);
    this.#settings.set(uid, settings);
  }

  /** @returns whether there was such a workspace */
  deleteWorkspace(uid: string): boolean {
    const existed = this.workspaceExists(uid);
    this.#settings.delete(uid);
    if (existed && this.#open) this.#deleted.add(uid);
    return existed;
  }
}

/** The order of UTF-8 bytes is that of code points; JavaScript's own is that of UTF-16 units. */
function byCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const place = left.findIndex((character, index) => character !== right[index]);
  if (place < 0) return left.length - right.length;
  return (left[place]?.codePointAt(0) ?? 0) - (right[place]?.codePointAt(0) ?? -1);
}
