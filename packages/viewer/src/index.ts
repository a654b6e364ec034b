import { defineGanViewer } from './ganViewer/defineGanViewer.ts';

defineGanViewer();

export type { Assignments } from './ganViewer/assignments.ts';
export { GanViewer } from './ganViewer/ganViewer.ts';
export type {
  ErrorDetail,
  GanViewerEventMap,
  ImageDetail,
  ProgressDetail,
  ReadyDetail,
  StepDetail,
  ViewerState,
} from './ganViewer/viewerEvents.ts';
