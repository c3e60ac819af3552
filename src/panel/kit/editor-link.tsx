import { usePanel } from '../context.ts';
import { EditIcon } from './icons.tsx';

interface EditorLinkProps {
  /** As messages name it. */
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column?: number | undefined;
}

/** A place in a file, and a link that opens an editor there. */
export function EditorLink({ file, line, column }: EditorLinkProps) {
  const { folder } = usePanel().store;
  if (file === undefined) return <span class="muted">made in code</span>;
  const place = [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':');
  const path = absolute(file, folder);
  if (path === undefined) return <span class="place number">{place}</span>;
  return (
    <a class="place number" href={editorUrl(path, line, column)} title={`Open ${place} in the editor`}>
      <EditIcon />
      {place}
    </a>
  );
}

/** What VS Code, and editors that stand in for it, open. */
function editorUrl(path: string, line = 1, column = 1): string {
  const slashed = path.replaceAll('\\', '/');
  const encoded = slashed.split('/').map(encodeURIComponent).join('/');
  return `vscode://file${encoded.startsWith('/') ? '' : '/'}${encoded}:${line}:${column}`;
}

function absolute(file: string, folder: string | undefined): string | undefined {
  if (/^([A-Za-z]:)?[\\/]/.test(file)) return file;
  return folder === undefined ? undefined : `${folder}/${file}`;
}
