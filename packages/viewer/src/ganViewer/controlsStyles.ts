/** Of the controls below the image. Everything is a shade of the page's own ink, so that it fits light and dark alike. */
export const controlsStyles = `
.controls {
  --ink-soft: color-mix(in srgb, currentColor 72%, transparent);
  --line: color-mix(in srgb, currentColor 22%, transparent);
  --line-strong: color-mix(in srgb, currentColor 55%, transparent);
  --fill: color-mix(in srgb, currentColor 8%, transparent);
  --accent: var(--gan-viewer-accent, currentColor);
  display: grid; gap: 0.9rem; font-size: 0.875rem; line-height: 1.45;
}
.controls:not(:empty) { margin-top: 0.75rem; }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
.heading { display: block; padding: 0; margin-bottom: 0.4rem; font-size: 0.8125rem; font-weight: 600; }
.heading-row { display: flex; align-items: baseline; justify-content: space-between; }
button, input, select { font: inherit; color: inherit; }
button, select, .seed input {
  box-sizing: border-box; min-height: 2.25rem; padding: 0.25rem 0.7rem; border: 1px solid var(--line-strong); border-radius: 5px; background: transparent;
}
button, select { cursor: pointer; }
button:hover, select:hover { background: var(--fill); }
select { width: 100%; }
option { color: CanvasText; background: Canvas; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
summary.heading { display: list-item; cursor: pointer; margin-bottom: 0; border-radius: 3px; }
.quiet { min-height: 1.75rem; margin: -0.25rem -0.5rem 0; padding: 0 0.5rem; border-color: transparent; font-size: 0.8125rem; color: var(--accent); }
details > .quiet { display: block; margin-left: auto; }
.seed { display: grid; grid-template-columns: 2.25rem minmax(4rem, 1fr) 2.25rem auto; gap: 0.375rem; }
.seed button { padding: 0.25rem 0.6rem; }
.seed input { width: 100%; min-width: 0; text-align: center; font-variant-numeric: tabular-nums; appearance: textfield; }
.seed input::-webkit-inner-spin-button { appearance: none; margin: 0; }
.seed input:invalid { border-color: #c0392b; }
.seed button[aria-disabled="true"] { opacity: 0.4; }
.segments { display: flex; padding: 3px; border-radius: 7px; background: var(--fill); }
.segments label { position: relative; flex: 1 1 0; min-width: 0; }
.segments input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
.segments span { display: block; padding: 0.3rem 0.4rem; border-radius: 5px; text-align: center; white-space: nowrap; font-variant-numeric: tabular-nums; }
.segments label:hover span { background: var(--fill); }
.segments input:checked + span { background: color-mix(in srgb, currentColor 14%, transparent); box-shadow: 0 0 0 1px var(--line-strong); font-weight: 600; }
.segments input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }
.slider { display: grid; grid-template-columns: 1fr auto 1.5rem; align-items: center; column-gap: 0.25rem; }
.slider + .slider { margin-top: 0.2rem; }
.slider .value { font-variant-numeric: tabular-nums; color: var(--ink-soft); }
.slider input { grid-column: 1 / -1; }
.reset { min-height: 1.5rem; padding: 0; border-color: transparent; color: var(--ink-soft); line-height: 1; }
.reset[data-unneeded] { visibility: hidden; }
input[type="range"] {
  --track: linear-gradient(to right, var(--line) var(--from), var(--accent) var(--from) var(--to), var(--line) var(--to));
  width: 100%; height: 1.5rem; margin: 0; border-radius: 5px; background: none; appearance: none; cursor: pointer;
}
input[type="range"]::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: var(--track); }
input[type="range"]::-moz-range-track { height: 4px; border-radius: 2px; background: var(--track); }
input[type="range"]::-webkit-slider-thumb { width: 16px; height: 16px; margin-top: -6px; border: 0; border-radius: 50%; background: var(--accent); appearance: none; }
input[type="range"]::-moz-range-thumb { width: 16px; height: 16px; border: 0; border-radius: 50%; background: var(--accent); }
@media (pointer: coarse) {
  button, select, .seed input { min-height: 2.75rem; }
  .seed { grid-template-columns: 2.75rem minmax(4rem, 1fr) 2.75rem auto; }
  .quiet, .reset { min-height: 2rem; }
  .segments span { padding-block: 0.55rem; }
}
`;
