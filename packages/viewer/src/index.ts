import { defineGanViewer } from './ganViewer/ganViewer.ts';

defineGanViewer();

export type { Assignments } from './ganViewer/assignments.ts';
export { GanViewer } from './ganViewer/ganViewer.ts';
export type {
  ErrorDetail,
  GanViewerEventMap,
  ImageDetail,
  ProgressDetail,
  ReadyDetail,
  ViewerState,
} from './ganViewer/viewerEvents.ts';
