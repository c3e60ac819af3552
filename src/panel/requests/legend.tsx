/** What the colours and the marks of a timeline say. */
export function Legend() {
  return (
    <ul class="legend" aria-label="Colours of the timeline">
      <li class="wait">first byte</li>
      <li class="text">token</li>
      <li class="search-span">search</li>
      <li class="hold">hold</li>
      <li class="bad">error</li>
      <li class="end done">done</li>
      <li class="end end-failed">failed</li>
      <li class="end end-left">client left</li>
    </ul>
  );
}
