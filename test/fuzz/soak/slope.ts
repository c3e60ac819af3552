/** The slope of the line that fits best, in MB an hour. */
export function slopeOf(samples: readonly { readonly hours: number; readonly rss: number }[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ hours }) => hours)), mean(samples.map(({ rss }) => rss))];
  const covariance = mean(samples.map(({ hours, rss }) => (hours - x) * (rss - y)));
  const variance = mean(samples.map(({ hours }) => (hours - x) ** 2));
  return variance === 0 ? 0 : covariance / variance;
}
