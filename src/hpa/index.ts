/**
 * hpa: the arithmetic of Kubernetes' horizontal pod autoscaler, exactly: from an autoscaler, its pods and their metrics to what
 * the controller decides and why. Pure: it reads no file and asks no cluster; what was not given is not assumed in silence.
 */
export { HpaError } from './hpa-error.ts';
