import { byId } from '../controls/makeElement.ts';
import type { StudioView } from './view.ts';

/** The one image and its controls; they are the page's own, since they are what it shows first. */
export function imageView(): StudioView {
  return { element: byId('image-view'), show() {}, hide() {} };
}
