/** Texts of errors by number, each split where values stand. Builds put them here. */
export const texts: readonly (readonly string[])[] = [];
