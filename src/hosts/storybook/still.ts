/**
 * Lets nothing in the page move by itself, so that two pictures of it are the same: endless animations are off, others are
 * at their end, and there is no caret.
 *
 * @param still default: whether a program drives the browser
 * @returns lets it move again
 */
export function holdStill(still: boolean = navigator.webdriver): () => void {
  if (!still) return () => undefined;
  const style = document.createElement('style');
  style.textContent =
    '*, *::before, *::after { caret-color: transparent !important; transition-duration: 0s !important }';
  document.head.append(style);
  const halted = new Set<Animation>();
  const halt = () => {
    for (const animation of document.getAnimations()) settle(animation, halted);
  };
  document.addEventListener('animationstart', halt, true);
  halt();
  return () => {
    style.remove();
    document.removeEventListener('animationstart', halt, true);
    for (const animation of halted) animation.play();
  };
}

function settle(animation: Animation, halted: Set<Animation>): void {
  // Those that follow the scroll position do not move by themselves.
  if (animation.timeline !== document.timeline || halted.has(animation)) return;
  if (animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY) {
    halted.add(animation);
    // Not paused: an element with an animation is drawn apart, and rounded apart.
    animation.cancel();
  } else animation.finish();
}
