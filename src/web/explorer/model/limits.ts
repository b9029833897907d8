/** A fill of this many integer keys takes about a second in a browser, and its tables fit a phone. */
export const largestEntries = 4_000_000;
