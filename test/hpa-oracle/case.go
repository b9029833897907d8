package oracle

import autoscaling "k8s.io/api/autoscaling/v2"

// Options are the flags of kube-controller-manager that the controller takes.
type Options struct {
	Tolerance     float64 `json:"tolerance"`
	WindowSeconds int     `json:"window"`
	SyncSeconds   int     `json:"sync"`
	CPUSeconds    int     `json:"cpu"`
	ReadySeconds  int     `json:"ready"`
}

// Container of every pod of a case. Kind: "" an ordinary one, "i" an init container, "s" a restartable init container.
type Container struct {
	Name     string            `json:"n"`
	Kind     string            `json:"k,omitempty"`
	Requests map[string]string `json:"r,omitempty"`
}

// Pods are Count pods that are alike. Times are seconds after the start of the case.
type Pods struct {
	Count   int    `json:"n"`
	Phase   string `json:"p,omitempty"` // "" is Running
	Deleted bool   `json:"x,omitempty"`
	Ready   string `json:"r,omitempty"` // "" True, F False, U Unknown, N no condition
	NoStart bool   `json:"z,omitempty"`
	Start   int    `json:"s,omitempty"`
	Change  int    `json:"t,omitempty"` // lastTransitionTime of Ready
	// Usage of the resource of the case by each container, in the order of PodMetrics; nil: no PodMetrics at all.
	Usage  []string `json:"u,omitempty"`
	Sample int      `json:"m,omitempty"`
	Window int      `json:"w,omitempty"`
	Custom string   `json:"c,omitempty"` // value of the pods metric
	// NoRequest: the first container asks for nothing.
	NoRequest bool `json:"q,omitempty"`
	// Gone: metrics without a pod.
	Gone bool `json:"g,omitempty"`
}

// Step is what the cluster shows from one reconciliation on, for Ticks of them.
type Step struct {
	Ticks    int      `json:"n"`
	Replicas int      `json:"r"` // scale.spec.replicas, set by hand; -1: what the controller left
	Status   int      `json:"s"` // scale.status.replicas minus scale.spec.replicas
	Pods     []Pods   `json:"p"`
	Object   string   `json:"o,omitempty"`
	External []string `json:"e,omitempty"`
	// Down names the APIs that answer with an error: r(esource), c(ustom), e(xternal).
	Down string `json:"d,omitempty"`
}

// Result is what the controller did at one tick.
type Result struct {
	Now      int // seconds after the start
	Current  int32
	Replicas int32 // after it
	// Reasons of AbleToScale, ScalingActive, ScalingLimited, each with + or - for True or False.
	Reasons string
	// Currents are the values of status.currentMetrics: utilization, average, value in milli-units, "" where absent.
	Currents []string
}

// Case is one autoscaler with everything that it sees and what the controller made of it.
type Case struct {
	Options    Options
	Spec       autoscaling.HorizontalPodAutoscalerSpec
	Containers []Container
	PodLevel   map[string]string // pod-level requests
	Overhead   map[string]string
	Steps      []Step
	Results    []Result
}
