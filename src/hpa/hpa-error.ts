/** What was given cannot be explained or replayed; the message is one line for the user: what, why, what to do. */
export class HpaError extends Error {}
