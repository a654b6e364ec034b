/** Stated in every converted file; a test keeps it equal to package.json. */
export const converterVersion = '@roentgan/weight-converter 0.1.0';
