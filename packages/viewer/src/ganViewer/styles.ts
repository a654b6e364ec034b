/** Layout only: colours and fonts come from the page. docs/embedding.md lists the parts and variables. */
export const styles = `
:host { display: block; position: relative; color: inherit; font: inherit; }
:host([hidden]) { display: none; }
.stage {
  position: relative; display: grid; width: 100%; aspect-ratio: var(--gan-viewer-aspect, 1);
  background: var(--gan-viewer-background, #0a0c0d); color: var(--gan-viewer-ink, #dfe4e6); overflow: hidden;
}
.stage > * { grid-area: 1 / 1; }
canvas { display: block; width: 100%; height: 100%; min-width: 0; min-height: 0; object-fit: contain; image-rendering: auto; }
.mark {
  place-self: end; margin: 0.6em 0.75em; padding: 0.15em 0.5em; border-radius: 2px;
  background: rgb(0 0 0 / 45%); color: rgb(255 255 255 / 88%);
  font-size: max(10px, 0.6875rem); letter-spacing: 0.08em; line-height: 1.4; pointer-events: none; user-select: none;
}
.loading, .message {
  place-self: center; box-sizing: border-box; width: min(100%, 28rem); padding: 1.5rem; line-height: 1.5; text-align: center;
}
.loading { font-size: 0.875rem; }
progress {
  display: block; width: 60%; height: 4px; margin: 0.75rem auto 0; border: 0; border-radius: 2px; overflow: hidden;
  appearance: none; background: color-mix(in srgb, currentColor 20%, transparent); color: inherit; accent-color: currentColor;
}
progress::-webkit-progress-bar { background: transparent; }
progress::-webkit-progress-value { background: currentColor; }
progress::-moz-progress-bar { background: currentColor; }
.steps { place-self: end stretch; width: 100%; height: 6px; border-radius: 0; background: rgb(0 0 0 / 75%); color: var(--gan-viewer-accent, #4aa8d8); }
.message strong { display: block; margin-bottom: 0.4rem; font-weight: 600; }
.message span { font-size: 0.875rem; overflow-wrap: anywhere; opacity: 0.85; }
.status { margin: 0.5rem 0 0; min-height: 1.4em; font-size: 0.75rem; line-height: 1.4; opacity: 0.75; overflow-wrap: anywhere; }
[hidden] { display: none !important; }
/* What a canvas shows while it is not laid out may be lost: it keeps its box. */
canvas[hidden] { display: block !important; visibility: hidden; }
`;
