import type { FileReport } from './files/run-files.ts';
import type { FuzzRequest } from './requests/generate.ts';
import type { Incident, Replay, RequestReport } from './run-requests.ts';

/** How many failures of a kind are shown. */
const SHOWN = 10;

const row = (name: string, value: string | number) => `  ${name.padEnd(24)}${value}`;
const whole = (value: number) => Math.round(value).toLocaleString('en');

export function requestLines(report: RequestReport): string[] {
  const { classes, incidents, wrong, slowestProbe, peakRss } = report;
  const statuses = [...classes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${whole(count)}`);
  const times = (what: Incident['what']) => incidents.filter((incident) => incident.what === what).length;
  return [
    'Requests',
    row('sent', whole(report.requests)),
    row('answers', statuses.join(', ')),
    row('answers 500', wrong.filter(({ why }) => why.startsWith('500')).length),
    row('other wrong answers', wrong.filter(({ why }) => !why.startsWith('500')).length),
    row('crashes', times('crash')),
    row('frozen', times('frozen')),
    row('probes over 1 s', times('slow probe')),
    row('slowest probe', `${whole(slowestProbe?.took ?? 0)} ms${cpuText(slowestProbe?.cpu)}`),
    row('peak RSS', `${whole(peakRss)} MB`),
    ...report.atPeak.map((request) => row('  it had then', nameOf(request))),
    row('time', `${report.seconds.toFixed(1)} s`),
    ...wrongLines(wrong),
  ];
}

/** Wrong answers of one kind are one line, which shows the first of them. */
function wrongLines(wrong: RequestReport['wrong']): string[] {
  const groups = new Map<string, RequestReport['wrong'][number][]>();
  for (const answer of wrong) {
    // While the server stands, all requests wait.
    const group = answer.why.startsWith('no answer')
      ? ''
      : `${answer.request.kind} ${answer.why.slice(0, 60)}`;
    groups.set(group, [...(groups.get(group) ?? []), answer]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [`  ${group.length} × ${nameOf(first.request)}: ${oneLine(first.why)}`];
  });
}

function cpuText(cpu: { readonly running: number; readonly waiting: number } | undefined): string {
  if (cpu === undefined) return '';
  return ` (the server computed for ${whole(cpu.running)} ms and waited for a CPU for ${whole(cpu.waiting)} ms)`;
}

/** A request that blocks an idle server by itself. */
export interface Explained {
  readonly request: FuzzRequest;
  readonly replay: Replay;
}

/** An incident, and what caused it; or what may have caused it. */
export function incidentLines(incident: Incident, found: readonly Explained[]): string[] {
  const alone = found.map(({ request, replay }) => {
    const { probe, cpu } = replay;
    return `    ${nameOf(request)} alone delays a probe by ${whole(probe)} ms (CPU ${whole(cpu)} ms)`;
  });
  const inFlight = incident.suspects.slice(0, SHOWN).map((request) => `    in flight: ${nameOf(request)}`);
  return [`  ${incident.what}: ${oneLine(incident.detail)}`, ...(alone.length > 0 ? alone : inFlight)];
}

export function fileLines(report: FileReport): string[] {
  const { slowest, failures } = report;
  return [
    'Scenario files',
    row('checked', whole(report.files)),
    row('scenarios in them', whole(report.scenarios)),
    row('failures', failures.length),
    row(
      'slowest',
      slowest === undefined
        ? ''
        : `${whole(slowest.took)} ms in ${slowest.phase}: ${slowest.file.name}, ${slowest.file.kind}`,
    ),
    row('time', `${report.seconds.toFixed(1)} s`),
    ...failureLines(failures),
  ];
}

/** Failures of one kind of file in one phase are one line, which shows the shortest of these files. */
function failureLines(failures: FileReport['failures']): string[] {
  const groups = new Map<string, FileReport['failures'][number][]>();
  for (const failure of failures) {
    const group = `${failure.file.kind} ${failure.why.replace(/\d+/g, '')}`;
    groups.set(group, [...(groups.get(group) ?? []), failure]);
  }
  return [...groups.values()].flatMap((group) => {
    const [shortest] = group.toSorted((a, b) => a.file.text.length - b.file.text.length);
    if (shortest === undefined) return [];
    const { file, why } = shortest;
    return [`  ${group.length} × ${file.kind}, ${oneLine(why)}: ${file.name} ${beginningOf(file.text)}`];
  });
}

const nameOf = ({ index, kind, method, path, note }: FuzzRequest) =>
  `#${index} ${kind} ${method} ${path.slice(0, 60)} ${JSON.stringify(note.slice(0, 100))}`;
const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 400);
const beginningOf = (text: string) => JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
