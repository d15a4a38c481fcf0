/** Farther than this a press is no click any more, pixels. */
const STILL = 4;

/** An attachment: what is dragged with the pointer is scrolled, and a drag ends without a click. */
export function dragScroll(element: HTMLElement): () => void {
  let begun: { readonly y: number; readonly top: number } | undefined;
  let moved = false;
  const down = (event: PointerEvent) => {
    begun = event.button === 0 ? { y: event.clientY, top: element.scrollTop } : undefined;
    moved = false;
  };
  const move = (event: PointerEvent) => {
    if (!begun || event.buttons !== 1) return;
    if (Math.abs(event.clientY - begun.y) > STILL) moved = true;
    if (moved) element.scrollTop = begun.top - (event.clientY - begun.y);
  };
  const click = (event: MouseEvent) => {
    if (moved) event.stopPropagation();
    moved = false;
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('click', click, { capture: true });
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('click', click, { capture: true });
  };
}
