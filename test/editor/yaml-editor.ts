/** An editor with the YAML language server, as VS Code's extension "YAML" and most other editors have it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SERVER = fileURLToPath(
  new URL('../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url),
);

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Diagnostic {
  readonly range: { readonly start: Position };
  readonly message: string;
}

export interface CompletionItem {
  readonly label: string;
  readonly sortText?: string;
  readonly documentation?: string | { readonly value: string };
}

interface Message {
  readonly id?: number | undefined;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Speaks the Language Server Protocol over the server's standard input and output. */
export class YamlEditor implements AsyncDisposable {
  readonly #server: ChildProcessWithoutNullStreams;
  readonly #settings: Readonly<Record<string, object>>;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #marks = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  readonly #configured: Promise<void>;
  #tellConfigured: () => void = () => undefined;
  #received = Buffer.alloc(0);
  #calls = 0;

  private constructor(folder: string, settings: object) {
    // No catalogue of schemas from the network.
    this.#settings = {
      yaml: { schemaStore: { enable: false }, validate: true, hover: true, completion: true, ...settings },
    };
    this.#configured = new Promise((resolve) => {
      this.#tellConfigured = resolve;
    });
    this.#server = spawn(process.execPath, [SERVER, '--stdio'], { cwd: folder });
    this.#server.stdout.on('data', (data: Buffer) => this.#read(data));
  }

  /** @param settings what `.vscode/settings.json` says below `yaml` */
  static async open(folder: string, settings: object = {}): Promise<YamlEditor> {
    const editor = new YamlEditor(folder, settings);
    const uri = pathToFileURL(folder).href;
    await editor.#call('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'project' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: {
          completion: { completionItem: { documentationFormat: ['markdown', 'plaintext'] } },
          hover: { contentFormat: ['markdown', 'plaintext'] },
        },
      },
    });
    editor.#notify('initialized', {});
    await editor.#configured;
    return editor;
  }

  /** Opens a file; resolves with what the editor marks in it. */
  async show(path: string, text: string): Promise<readonly Diagnostic[]> {
    const uri = pathToFileURL(path).href;
    const marked = new Promise<readonly Diagnostic[]>((resolve) => this.#marks.set(uri, resolve));
    this.#notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return marked;
  }

  /** What it offers at a place, in the order in which an editor shows it. */
  async complete(path: string, position: Position): Promise<readonly CompletionItem[]> {
    const list = (await this.#at('completion', path, position)) as {
      readonly items: readonly CompletionItem[];
    };
    const key = ({ sortText, label }: CompletionItem) => sortText ?? label;
    return [...list.items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  }

  /** What it says of what is at a place. */
  async hover(path: string, position: Position): Promise<string> {
    const hover = (await this.#at('hover', path, position)) as {
      readonly contents: { readonly value: string };
    } | null;
    return hover?.contents.value ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#call('shutdown', undefined);
    const ended = new Promise((resolve) => this.#server.once('exit', resolve));
    this.#notify('exit', undefined);
    await ended;
  }

  #at(what: string, path: string, position: Position): Promise<unknown> {
    return this.#call(`textDocument/${what}`, { textDocument: { uri: pathToFileURL(path).href }, position });
  }

  #call(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(`${method}: ${error.message}`)),
      );
      this.#send({ id, method, params });
    });
  }

  #notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.subarray(0, end).toString())?.[1]);
      if (end < 0 || this.#received.length < end + 4 + length) return;
      const body = this.#received.subarray(end + 4, end + 4 + length).toString();
      this.#received = this.#received.subarray(end + 4 + length);
      this.#take(JSON.parse(body) as Message);
    }
  }

  #take(message: Message): void {
    const { id, method, params } = message;
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: readonly Diagnostic[] };
      this.#marks.get(uri)?.(diagnostics);
    } else if (id !== undefined && method === undefined) {
      this.#answers.get(id)?.(message);
    } else if (method === 'workspace/configuration') {
      const { items } = params as { readonly items: readonly { readonly section: string }[] };
      this.#send({ id, result: items.map(({ section }) => this.#settings[section] ?? null) });
      this.#tellConfigured();
    } else if (id !== undefined) {
      // What else it asks of its client, such as to register for changes of files.
      this.#send({ id, result: null });
    }
  }
}
