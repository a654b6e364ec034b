import type { GanViewer, GanViewerEventMap } from '@roentgan/viewer';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

/** The element's properties, and `onimage={...}` for its event `image`. */
type GanViewerProps = DetailedHTMLProps<HTMLAttributes<GanViewer>, GanViewer> &
  Partial<
    Pick<
      GanViewer,
      | 'src'
      | 'backend'
      | 'threads'
      | 'seed'
      | 'labels'
      | 'edits'
      | 'truncation'
      | 'steps'
      | 'play'
      | 'controls'
      | 'loading'
    >
  > & { [Name in keyof GanViewerEventMap as `on${Name}`]?: (event: GanViewerEventMap[Name]) => void };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'gan-viewer': GanViewerProps;
    }
  }
}
