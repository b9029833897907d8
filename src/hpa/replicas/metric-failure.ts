/** A metric that the controller cannot compute, in its own words. */
export class MetricFailure extends Error {}
