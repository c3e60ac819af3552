import type { FuzzRequest } from './requests/generate.ts';

interface Flight {
  readonly request: FuzzRequest;
  readonly from: number;
  to: number;
}

/** For how long it is known that a request was there, in ms. */
const REMEMBERED = 30_000;

/** Which requests the server had at which time. */
export class InFlight {
  #flights: Flight[] = [];

  /** Returns what is to be called when the request is over. */
  begin(request: FuzzRequest): () => void {
    const flight: Flight = { request, from: Date.now(), to: Number.POSITIVE_INFINITY };
    if (this.#flights.length > 20_000) this.#forget();
    this.#flights.push(flight);
    return () => {
      flight.to = Date.now();
    };
  }

  /** Requests that overlap with a time, those first that were there longest. */
  during(from: number, to: number): FuzzRequest[] {
    const margin = 20;
    const overlap = (flight: Flight) => Math.min(flight.to, to) - Math.max(flight.from, from - margin);
    return this.#flights
      .filter((flight) => flight.from <= to && flight.to >= from - margin)
      .sort((a, b) => overlap(b) - overlap(a))
      .map(({ request }) => request);
  }

  #forget(): void {
    const limit = Date.now() - REMEMBERED;
    this.#flights = this.#flights.filter(({ to }) => to > limit);
  }
}
