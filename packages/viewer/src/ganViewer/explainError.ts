/** What a person reads where the image would be: what happened, and what to do about it. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** The browser lacks what the page asked for; the page may have content of its own for that. */
  readonly isUnsupported?: boolean;
}

/** What Chromium, Firefox and Safari say of an `import()` that cannot be had. */
const missingModule = /dynamically imported module|Importing a module script failed/;

/** Puts the runtime's one-line errors into a sentence for whoever looks at the page. */
export function explainError(error: unknown): Explanation {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'ModelFileError' && /cannot fetch|the server answered/.test(message)) {
    const advice = 'Check the address of the model, and that the page comes from a web server.';
    return { title: 'The model could not be loaded', text: `${sentence(message)} ${advice}` };
  }
  if (name === 'ModelFileError') {
    const advice = 'Make a model file with “roentgan convert” and use that one.';
    return { title: 'This file is not a usable model', text: `${sentence(message)} ${advice}` };
  }
  if (name === 'WebGpuUnavailableError') {
    const advice = 'Use a browser with WebGPU, or leave the backend on “auto”, which falls back to the CPU.';
    return {
      title: 'WebGPU is not available here',
      text: `${sentence(message)} ${advice}`,
      isUnsupported: true,
    };
  }
  if (/^input .* is an image/.test(message)) {
    const advice = 'Both run() of @roentgan/gan-runtime and “roentgan run” take one.';
    const found = message.replace(/: use run\(\)$/, '');
    return { title: 'This model needs an image to start from', text: `Its ${found}. ${advice}` };
  }
  if (/^no output .* image/.test(message)) {
    const advice = 'It gives other values: run() of @roentgan/gan-runtime or “roentgan run” has them.';
    return { title: 'This model makes no images', text: advice };
  }
  if (missingModule.test(message)) {
    const advice = 'Keep the gan-viewer-*.js files of the same build beside gan-viewer.js.';
    return { title: 'A part of the viewer could not be loaded', text: `${sentence(message)} ${advice}` };
  }
  return { title: 'The image could not be made', text: sentence(message) };
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
