package oracle

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	scalefake "k8s.io/client-go/scale/fake"
	clienttesting "k8s.io/client-go/testing"
	defaults "k8s.io/kubernetes/pkg/apis/autoscaling/v2"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
	custom "k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
	external "k8s.io/metrics/pkg/apis/external_metrics/v1beta1"
	podmetrics "k8s.io/metrics/pkg/apis/metrics/v1beta1"
	metricsfake "k8s.io/metrics/pkg/client/clientset/versioned/fake"
	customfake "k8s.io/metrics/pkg/client/custom_metrics/fake"
	externalfake "k8s.io/metrics/pkg/client/external_metrics/fake"
)

const (
	namespace = "default"
	target    = "web"
)

// The ordinary handlers print, and slow a program down by the wall clock, which a bubble of synctest does not have.
func init() { utilruntime.ErrorHandlers = nil }

var errDown = errors.New("the API is down")

// cluster is what the fake clients show.
type cluster struct {
	c        *Case
	start    time.Time
	step     *Step
	replicas int32
	asked    []time.Time // when the controller read the scale: once a reconciliation
}

// run drives the whole horizontal controller through the steps of c, and writes c.Results. The next step is made by
// `next`, which is told the replicas that the controller has left; it returns nil at the end.
func run(t *testing.T, c *Case, next func(replicas int32, now int) *Step) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		spec := c.Spec.DeepCopy()
		hpa := &autoscaling.HorizontalPodAutoscaler{
			ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: namespace, ResourceVersion: "1"},
			Spec:       *spec,
		}
		// What the API server fills in before it stores the object.
		defaults.SetDefaults_HorizontalPodAutoscaler(hpa)
		client := fake.NewClientset(hpa)
		k := &cluster{c: c}
		factory := informers.NewSharedInformerFactory(client, 0)
		pods := factory.Core().V1().Pods()
		sync := time.Duration(c.Options.SyncSeconds) * time.Second
		controller := podautoscaler.NewHorizontalController(ctx, client.CoreV1(), k.scales(), client.AutoscalingV2(), mapper(),
			metrics.NewRESTMetricsClient(k.resource().MetricsV1beta1(), k.custom(), k.external()),
			factory.Autoscaling().V2().HorizontalPodAutoscalers(), pods,
			sync, time.Duration(c.Options.WindowSeconds)*time.Second, c.Options.Tolerance,
			time.Duration(c.Options.CPUSeconds)*time.Second, time.Duration(c.Options.ReadySeconds)*time.Second)
		begin := time.Now()
		factory.Start(ctx.Done())
		go controller.Run(ctx, 5)
		// The informer's add event puts the autoscaler into the queue for one period later.
		k.start = begin.Add(sync)
		tick := k.start
		for {
			step := next(k.replicas, int(tick.Sub(k.start)/time.Second))
			if step == nil {
				break
			}
			k.step = step
			if step.Replicas >= 0 {
				k.replicas = int32(step.Replicas)
			}
			for i := 0; i < step.Ticks; i++ {
				time.Sleep(time.Until(tick.Add(-time.Millisecond)))
				k.asked = nil
				if err := pods.Informer().GetIndexer().Replace(k.pods(), ""); err != nil {
					t.Fatal(err)
				}
				current := k.replicas
				time.Sleep(2 * time.Millisecond)
				synctest.Wait()
				if len(k.asked) != 1 || !k.asked[0].Equal(tick) {
					t.Fatalf("expected one reconciliation at %v, saw %v", tick, k.asked)
				}
				after, err := client.AutoscalingV2().HorizontalPodAutoscalers(namespace).Get(ctx, "web", metav1.GetOptions{})
				if err != nil {
					t.Fatal(err)
				}
				c.Results = append(c.Results, result(int(tick.Sub(k.start)/time.Second), current, k.replicas, &after.Status))
				tick = tick.Add(sync)
			}
		}
	})
}

func result(now int, current, replicas int32, status *autoscaling.HorizontalPodAutoscalerStatus) Result {
	r := Result{Now: now, Current: current, Replicas: replicas}
	for _, kind := range []autoscaling.HorizontalPodAutoscalerConditionType{autoscaling.AbleToScale, autoscaling.ScalingActive, autoscaling.ScalingLimited} {
		text := ""
		for _, condition := range status.Conditions {
			if condition.Type == kind {
				text = condition.Reason + "-"
				if condition.Status == core.ConditionTrue {
					text = condition.Reason + "+"
				}
			}
		}
		r.Reasons += text + " "
	}
	for _, m := range status.CurrentMetrics {
		var v *autoscaling.MetricValueStatus
		switch {
		case m.Resource != nil:
			v = &m.Resource.Current
		case m.ContainerResource != nil:
			v = &m.ContainerResource.Current
		case m.Pods != nil:
			v = &m.Pods.Current
		case m.Object != nil:
			v = &m.Object.Current
		case m.External != nil:
			v = &m.External.Current
		}
		text := ""
		if v != nil {
			text = fmt.Sprintf("%s %s %s", percent(v.AverageUtilization), milli(v.AverageValue), milli(v.Value))
		}
		r.Currents = append(r.Currents, text)
	}
	return r
}

func percent(v *int32) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprint(*v)
}

func milli(q *resource.Quantity) string {
	if q == nil {
		return "-"
	}
	return fmt.Sprint(q.MilliValue())
}

func mapper() meta.RESTMapper {
	apps := schema.GroupVersion{Group: "apps", Version: "v1"}
	m := meta.NewDefaultRESTMapper([]schema.GroupVersion{apps})
	m.Add(apps.WithKind("Deployment"), meta.RESTScopeNamespace)
	return m
}

func (k *cluster) scales() *scalefake.FakeScaleClient {
	client := &scalefake.FakeScaleClient{}
	client.AddReactor("get", "deployments", func(clienttesting.Action) (bool, runtime.Object, error) {
		k.asked = append(k.asked, time.Now())
		return true, &autoscalingv1.Scale{
			ObjectMeta: metav1.ObjectMeta{Name: target, Namespace: namespace},
			Spec:       autoscalingv1.ScaleSpec{Replicas: k.replicas},
			Status:     autoscalingv1.ScaleStatus{Replicas: k.replicas + int32(k.step.Status), Selector: "app=web"},
		}, nil
	})
	client.AddReactor("update", "deployments", func(action clienttesting.Action) (bool, runtime.Object, error) {
		scale := action.(clienttesting.UpdateAction).GetObject().(*autoscalingv1.Scale)
		k.replicas = scale.Spec.Replicas
		return true, scale, nil
	})
	return client
}

func (k *cluster) at(seconds int) metav1.Time {
	return metav1.NewTime(k.start.Add(time.Duration(seconds) * time.Second))
}

// each calls f for each pod of the step with its name.
func (k *cluster) each(f func(name string, p *Pods)) {
	number := 0
	for i := range k.step.Pods {
		for j := 0; j < k.step.Pods[i].Count; j++ {
			f(fmt.Sprintf("web-%d", number), &k.step.Pods[i])
			number++
		}
	}
}

func list(requests map[string]string) core.ResourceList {
	if len(requests) == 0 {
		return nil
	}
	out := core.ResourceList{}
	for name, text := range requests {
		out[core.ResourceName(name)] = resource.MustParse(text)
	}
	return out
}

func (k *cluster) pods() []any {
	var out []any
	k.each(func(name string, p *Pods) {
		if p.Gone {
			return
		}
		pod := &core.Pod{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: map[string]string{"app": "web"}}}
		pod.Status.Phase = core.PodRunning
		if p.Phase != "" {
			pod.Status.Phase = core.PodPhase(p.Phase)
		}
		if p.Deleted {
			at := k.at(0)
			pod.DeletionTimestamp = &at
		}
		if !p.NoStart {
			at := k.at(p.Start)
			pod.Status.StartTime = &at
		}
		if p.Ready != "N" {
			status := map[string]core.ConditionStatus{"": core.ConditionTrue, "F": core.ConditionFalse, "U": core.ConditionUnknown}[p.Ready]
			pod.Status.Conditions = []core.PodCondition{{Type: core.PodReady, Status: status, LastTransitionTime: k.at(p.Change)}}
		}
		isFirst := true
		for _, c := range k.c.Containers {
			container := core.Container{Name: c.Name}
			container.Resources.Requests = list(c.Requests)
			if c.Kind == "" && isFirst {
				isFirst = false
				if p.NoRequest {
					container.Resources.Requests = nil
				}
			}
			if c.Kind == "s" {
				always := core.ContainerRestartPolicyAlways
				container.RestartPolicy = &always
			}
			if c.Kind == "" {
				pod.Spec.Containers = append(pod.Spec.Containers, container)
			} else {
				pod.Spec.InitContainers = append(pod.Spec.InitContainers, container)
			}
		}
		if k.c.PodLevel != nil {
			pod.Spec.Resources = &core.ResourceRequirements{Requests: list(k.c.PodLevel)}
		}
		pod.Spec.Overhead = list(k.c.Overhead)
		out = append(out, pod)
	})
	return out
}

// measured are the containers that report usage, in the order of Pods.Usage.
func (c *Case) measured() []string {
	var names []string
	for _, container := range c.Containers {
		if container.Kind != "i" {
			names = append(names, container.Name)
		}
	}
	return names
}

func (k *cluster) resource() *metricsfake.Clientset {
	client := &metricsfake.Clientset{}
	client.AddReactor("list", "pods", func(clienttesting.Action) (bool, runtime.Object, error) {
		if contains(k.step.Down, 'r') {
			return true, nil, errDown
		}
		out := &podmetrics.PodMetricsList{}
		names := k.c.measured()
		k.each(func(name string, p *Pods) {
			if p.Usage == nil {
				return
			}
			item := podmetrics.PodMetrics{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: map[string]string{"app": "web"}}, Timestamp: k.at(p.Sample), Window: metav1.Duration{Duration: time.Duration(p.Window) * time.Second}}
			for i, text := range p.Usage {
				usage := core.ResourceList{}
				// "" is a container without the resource, "-" one that is not there at all.
				if text == "-" {
					continue
				}
				if text != "" {
					usage[k.c.resourceName()] = resource.MustParse(text)
				}
				item.Containers = append(item.Containers, podmetrics.ContainerMetrics{Name: names[i], Usage: usage})
			}
			out.Items = append(out.Items, item)
		})
		return true, out, nil
	})
	return client
}

// resourceName is the one resource that the metrics of the case ask for.
func (c *Case) resourceName() core.ResourceName {
	for _, m := range c.Spec.Metrics {
		if m.Resource != nil {
			return m.Resource.Name
		}
		if m.ContainerResource != nil {
			return m.ContainerResource.Name
		}
	}
	return core.ResourceCPU
}

func (k *cluster) custom() *customfake.FakeCustomMetricsClient {
	client := &customfake.FakeCustomMetricsClient{}
	client.AddReactor("get", "*", func(action clienttesting.Action) (bool, runtime.Object, error) {
		if contains(k.step.Down, 'c') {
			return true, nil, errDown
		}
		get := action.(customfake.GetForAction)
		out := &custom.MetricValueList{}
		if get.GetResource().Resource == "pods" {
			k.each(func(name string, p *Pods) {
				if p.Custom == "" {
					return
				}
				out.Items = append(out.Items, custom.MetricValue{
					DescribedObject: core.ObjectReference{Kind: "Pod", Name: name, Namespace: namespace},
					Metric:          custom.MetricIdentifier{Name: get.GetMetricName()},
					Timestamp:       k.at(p.Sample), Value: resource.MustParse(p.Custom),
				})
			})
			return true, out, nil
		}
		if k.step.Object == "" {
			return true, nil, errDown
		}
		out.Items = []custom.MetricValue{{
			DescribedObject: core.ObjectReference{Kind: "Service", Name: "front", Namespace: namespace},
			Metric:          custom.MetricIdentifier{Name: get.GetMetricName()},
			Timestamp:       k.at(0), Value: resource.MustParse(k.step.Object),
		}}
		return true, out, nil
	})
	return client
}

func (k *cluster) external() *externalfake.FakeExternalMetricsClient {
	client := &externalfake.FakeExternalMetricsClient{}
	client.AddReactor("list", "*", func(action clienttesting.Action) (bool, runtime.Object, error) {
		if contains(k.step.Down, 'e') {
			return true, nil, errDown
		}
		out := &external.ExternalMetricValueList{}
		for _, text := range k.step.External {
			out.Items = append(out.Items, external.ExternalMetricValue{
				MetricName: action.GetResource().Resource, Timestamp: k.at(0), Value: resource.MustParse(text),
			})
		}
		return true, out, nil
	})
	return client
}

func contains(text string, letter rune) bool {
	for _, each := range text {
		if each == letter {
			return true
		}
	}
	return false
}
