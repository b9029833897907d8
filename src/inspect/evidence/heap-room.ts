/* How far a goal stands above what is alive, in logs and in traces alike. */

/** A goal so little above what is alive leaves little room: of a limit, or of GOGC=25. */
export const pressedRatio = 1.25;
/** A goal that stands at least this share above it no GOGC makes that presses others. */
export const roomShare = 0.3;
