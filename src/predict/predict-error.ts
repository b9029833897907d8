/** What was asked for cannot be predicted; the message is one line that says why, and what to do. */
export class PredictError extends Error {}
