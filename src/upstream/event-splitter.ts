const [LF, CR] = [10, 13];

/**
 * Cuts the bytes of an event stream into its events, each with the blank line that ends it: joined again, they are what came.
 * Lines end with LF or CRLF, as those of all servers do.
 */
export class EventSplitter {
  /** The bytes of the event that has not ended. */
  #begun: Uint8Array[] = [];
  /** Whether the line that has not ended has a character. */
  #filled = false;

  /** The events that end in these bytes. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    const events: Uint8Array[] = [];
    let start = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte !== LF) {
        if (byte !== CR) this.#filled = true;
        continue;
      }
      if (!this.#filled) {
        events.push(joined([...this.#begun, bytes.subarray(start, i + 1)]));
        this.#begun = [];
        start = i + 1;
      }
      this.#filled = false;
    }
    if (start < bytes.length) this.#begun.push(bytes.slice(start));
    return events;
  }

  /** What came behind the last event. */
  rest(): Uint8Array {
    return joined(this.#begun);
  }
}

/** The same for what is no event stream: one piece, whatever is in it. */
export class WholeBody {
  readonly #parts: Uint8Array[] = [];

  push(bytes: Uint8Array): readonly Uint8Array[] {
    this.#parts.push(bytes);
    return [];
  }

  rest(): Uint8Array {
    return joined(this.#parts);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
