/** What an app sees of one `XMLHttpRequest`, event by event. */
export interface XhrLog {
  /** `readystatechange 2`, `load`, …: what a body that comes in parts repeats counts once; without `progress`, whose times vary. */
  readonly events: readonly string[];
  /** How many bytes of text there were at each change of state 3 and at each `progress`. */
  readonly growing: readonly number[];
  readonly status: number;
  readonly url: string;
  readonly contentType: string | null;
  readonly body: string;
  readonly state: number;
}

export interface XhrUse {
  readonly url: string;
  readonly scenario: string;
  readonly responseType?: XMLHttpRequestResponseType;
  readonly timeout?: number;
  /** Calls `abort` as soon as the text has this in it; an empty text: at once after `send`. */
  readonly abortAt?: string;
}

const BODY = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], stream: true };
const EVENTS = ['loadstart', 'abort', 'error', 'load', 'timeout', 'loadend', 'readystatechange'];

/** Asks as an app does, and resolves when it has ended. */
export function useXhr({ url, scenario, responseType = '', timeout = 0, abortAt }: XhrUse): Promise<XhrLog> {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    const events: string[] = [];
    const growing: number[] = [];
    const tell = (event: string) => {
      if (event !== events.at(-1)) events.push(event);
    };
    for (const type of EVENTS) {
      xhr.addEventListener(type, () =>
        tell(type === 'readystatechange' ? `${type} ${xhr.readyState}` : type),
      );
      xhr.upload.addEventListener(type, () => tell(`upload ${type}`));
    }
    xhr.upload.onprogress = () => tell('upload progress');
    xhr.onprogress = ({ loaded }) => growing.push(loaded);
    xhr.onreadystatechange = () => {
      if (xhr.readyState !== 3 || responseType !== '') return;
      growing.push(new TextEncoder().encode(xhr.responseText).length);
      if (abortAt !== undefined && xhr.responseText.includes(abortAt)) xhr.abort();
    };
    xhr.onloadend = async () => {
      const { status, response, readyState: state } = xhr;
      const body = typeof response === 'string' ? response : await shown(response);
      const contentType = xhr.getResponseHeader('content-type');
      // After what comes behind the last event.
      setTimeout(() => resolve({ events, growing, status, url: xhr.responseURL, contentType, body, state }));
    };
    xhr.open('POST', `${url}/chats/movies/chat/completions`);
    xhr.setRequestHeader('content-type', 'application/json');
    xhr.setRequestHeader('authorization', 'Bearer any');
    xhr.setRequestHeader('x-mock-scenario', scenario);
    xhr.responseType = responseType;
    xhr.timeout = timeout;
    xhr.send(JSON.stringify(BODY));
    if (abortAt === '') xhr.abort();
  });
}

async function shown(response: unknown): Promise<string> {
  if (response instanceof Blob) return `${response.type}: ${await response.text()}`;
  if (response instanceof ArrayBuffer) return `bytes: ${new TextDecoder().decode(response)}`;
  return JSON.stringify(response);
}
