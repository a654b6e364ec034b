import { filterOf } from '../display/greyWindow.ts';
import { transformOf } from '../display/place.ts';
import { plainView, type View, withinLimits } from '../display/view.ts';

/** How the picture in the frame is looked at. */
export interface Display {
  readonly view: View;
  change(to: Partial<View>): void;
  /** The whole picture, all of its greys. */
  reset(): void;
}

/**
 * Lets the page show the frame's pictures through a view: by CSS, on the canvases as they are, so that nothing is drawn anew and what is saved
 * does not change. `onView` hears of each change.
 */
export function createDisplay(frame: HTMLElement, onView: (view: View) => void): Display {
  let view = plainView;
  function change(to: Partial<View>): void {
    view = withinLimits({ ...view, ...to });
    frame.style.setProperty('--shown-transform', transformOf(view));
    frame.style.setProperty('--shown-filter', filterOf(view));
    frame.classList.toggle('zoomed', view.zoom > 1);
    onView(view);
  }
  return {
    get view() {
      return view;
    },
    change,
    reset: () => change(plainView),
  };
}
