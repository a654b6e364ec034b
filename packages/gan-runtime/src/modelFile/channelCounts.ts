/** How many channels an image has. */
export const channelCounts = { grey: 1, rgb: 3, rgba: 4 } as const;
