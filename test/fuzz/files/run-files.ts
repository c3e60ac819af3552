import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { CheckJob, CheckMessage } from './check-files.ts';
import { type FuzzFile, fileAt } from './generate.ts';

export interface FileFailure {
  readonly file: FuzzFile;
  readonly why: string;
}

export interface FileReport {
  files: number;
  /** How many scenarios were right. */
  scenarios: number;
  readonly failures: FileFailure[];
  slowest: { readonly took: number; readonly phase: string; readonly file: FuzzFile } | undefined;
  seconds: number;
}

/** A file that takes longer never ends, as far as the fuzzer is concerned: also on a busy machine. In ms. */
const HANGS = 10_000;
/** The first file also waits until its thread has loaded all modules. */
const LOADING = 30_000;

/** Checks generated scenario files. One that takes longer than `slow` milliseconds fails. */
export async function runFiles(job: {
  readonly seed: number;
  readonly files: number;
  readonly seconds: number;
  readonly slow: number;
}): Promise<FileReport> {
  const gallery = readdirSync('scenarios')
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(`scenarios/${name}`, 'utf8'));
  const began = performance.now();
  const report: FileReport = { files: 0, scenarios: 0, failures: [], slowest: undefined, seconds: 0 };
  const deadline = began + job.seconds * 1000;
  const { seed, files, slow } = job;
  while (report.files < files && performance.now() < deadline) {
    await checkUntilStopped({ seed, from: report.files, to: files, gallery, slow }, report, deadline);
  }
  report.seconds = (performance.now() - began) / 1000;
  return report;
}

/** Resolves when all files are checked, or when the thread had to be stopped at one of them. */
function checkUntilStopped(job: CheckJob, report: FileReport, deadline: number): Promise<void> {
  const worker = new Worker(new URL('check-files.js', import.meta.url), { workerData: job });
  const fileOf = (index: number) => fileAt(job.seed, index, job.gallery);
  let current: { index: number; phase: string; limit: number } = {
    index: job.from,
    phase: 'load',
    limit: LOADING,
  };
  let since = performance.now();
  return new Promise((resolve) => {
    const fail = (index: number, why: string) => {
      report.failures.push({ file: fileOf(index), why });
    };
    const end = (why?: string) => {
      clearInterval(watchdog);
      worker.removeAllListeners();
      worker.on('error', () => undefined);
      if (why !== undefined) {
        fail(current.index, `${current.phase}: ${why}`);
        report.files = current.index + 1;
      }
      void worker.terminate().then(() => resolve());
    };
    const watchdog = setInterval(() => {
      if (performance.now() > deadline) end();
      else if (performance.now() - since > current.limit) end(`not done after ${current.limit / 1000} s`);
    }, 100);
    worker.on('message', (message: CheckMessage) => {
      since = performance.now();
      if ('begins' in message) {
        const warming = message.begins === job.from && current.limit === LOADING;
        current = { index: message.begins, phase: message.phase, limit: warming ? LOADING : HANGS };
        return;
      }
      const { checked, phase } = message;
      current = { ...current, limit: HANGS };
      report.files = checked + 1;
      if ('error' in message) {
        fail(checked, `${phase} threw: ${message.error}`);
        return;
      }
      const { took, scenarios } = message;
      report.scenarios += scenarios;
      if (took > (report.slowest?.took ?? 0)) report.slowest = { took, phase, file: fileOf(checked) };
      if (took > job.slow) fail(checked, `${Math.round(took)} ms, most of it in ${phase}`);
    });
    worker.on('error', (error) => end(`the thread ended: ${error.message}`));
    worker.on('exit', () => end());
  });
}
