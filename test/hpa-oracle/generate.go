package oracle

import (
	"fmt"
	"math/rand/v2"

	autoscaling "k8s.io/api/autoscaling/v2"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// random makes cases: most of them plausible, each with something that few clusters have.
type random struct{ *rand.Rand }

func (r random) chance(percent int) bool { return r.IntN(100) < percent }

func pick[T any](r random, values ...T) T { return values[r.IntN(len(values))] }

func pointer[T any](value T) *T { return &value }

// pattern is what the steps of one case have in common.
type pattern struct {
	random
	c          *Case
	isMemory   bool
	longCase   bool
	hasCustom  bool
	hasObject  bool
	isExternal bool
	// requestUnits of a pod, in Mi or m, of which usages are a share.
	requestUnits int
	steps        int
	load         int
}

func newCase(seed uint64) (*Case, func(replicas int32, now int) *Step) {
	r := random{rand.New(rand.NewPCG(seed, 36))}
	c := &Case{Options: Options{Tolerance: 0.1, WindowSeconds: 300, SyncSeconds: 15, CPUSeconds: 300, ReadySeconds: 30}}
	p := &pattern{random: r, c: c, isMemory: r.chance(60), longCase: r.chance(40), load: 40 + r.IntN(120)}
	if r.chance(15) {
		c.Options = Options{Tolerance: pick(r, 0.0, 0.05, 0.2, 0.33), WindowSeconds: pick(r, 0, 30, 60, 120), SyncSeconds: pick(r, 7, 10, 30, 60), CPUSeconds: pick(r, 60, 120), ReadySeconds: pick(r, 0, 10)}
	}
	p.containers()
	p.spec()
	p.steps = 1
	if p.longCase {
		p.steps = 2 + r.IntN(4)
	}
	return c, p.next
}

func (p *pattern) resource() core.ResourceName {
	if p.isMemory {
		return core.ResourceMemory
	}
	return core.ResourceCPU
}

func (p *pattern) containers() {
	request := func() map[string]string {
		if p.isMemory {
			units := pick(p.random, 64, 100, 128, 250, 512, 1000)
			p.requestUnits += units
			return map[string]string{"memory": fmt.Sprintf("%d%s", units, pick(p.random, "Mi", "Mi", "Mi", "M"))}
		}
		units := pick(p.random, 50, 100, 250, 333, 500, 1000, 2000)
		p.requestUnits += units
		return map[string]string{"cpu": fmt.Sprintf("%dm", units)}
	}
	p.c.Containers = []Container{{Name: "app", Requests: request()}}
	if p.chance(15) {
		p.c.Containers = append(p.c.Containers, Container{Name: "side", Requests: request()})
	}
	if p.chance(4) {
		p.c.Containers = append(p.c.Containers, Container{Name: "proxy", Kind: "s", Requests: request()})
	}
	if p.chance(4) {
		p.c.Containers = append(p.c.Containers, Container{Name: "init", Kind: "i", Requests: map[string]string{"memory": "3Gi", "cpu": "4"}})
	}
	if p.chance(5) {
		p.c.PodLevel = pick(p.random, map[string]string{"memory": "400Mi"}, map[string]string{"cpu": "700m"}, map[string]string{"memory": "300Mi", "cpu": "600m"})
		if p.chance(50) {
			p.c.Overhead = map[string]string{"memory": "32Mi", "cpu": "10m"}
		}
	}
	if p.chance(1) {
		// A request in milli-bytes, which is what a forgotten unit gives.
		p.c.Containers[0].Requests = map[string]string{"memory": "512m", "cpu": "1"}
	}
}

func (p *pattern) spec() {
	s := &p.c.Spec
	s.ScaleTargetRef = autoscaling.CrossVersionObjectReference{Kind: "Deployment", Name: target, APIVersion: "apps/v1"}
	s.MaxReplicas = int32(pick(p.random, 3, 5, 10, 10, 20, 50, 200))
	if p.chance(60) {
		s.MinReplicas = pointer(int32(min(int(s.MaxReplicas), pick(p.random, 1, 1, 2, 3, 5))))
	}
	s.Metrics = append(s.Metrics, p.resourceMetric())
	if p.chance(8) {
		s.Metrics = nil
		p.hasCustom = true
	}
	if p.chance(18) {
		s.Metrics = append(s.Metrics, p.resourceMetric())
	}
	if p.hasCustom || p.chance(14) {
		p.hasCustom = true
		s.Metrics = append(s.Metrics, autoscaling.MetricSpec{Type: autoscaling.PodsMetricSourceType, Pods: &autoscaling.PodsMetricSource{
			Metric: autoscaling.MetricIdentifier{Name: "qps"},
			Target: autoscaling.MetricTarget{Type: autoscaling.AverageValueMetricType, AverageValue: quantity(pick(p.random, "10", "100", "1500m", "1k"))}}})
	}
	if p.chance(12) {
		p.hasObject = true
		target := p.valueTarget()
		s.Metrics = append(s.Metrics, autoscaling.MetricSpec{Type: autoscaling.ObjectMetricSourceType, Object: &autoscaling.ObjectMetricSource{
			DescribedObject: autoscaling.CrossVersionObjectReference{Kind: "Service", Name: "front", APIVersion: "v1"},
			Metric:          autoscaling.MetricIdentifier{Name: "hits"}, Target: target}})
	}
	if p.chance(12) {
		p.isExternal = true
		s.Metrics = append(s.Metrics, autoscaling.MetricSpec{Type: autoscaling.ExternalMetricSourceType, External: &autoscaling.ExternalMetricSource{
			Metric: autoscaling.MetricIdentifier{Name: "queue", Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"q": "a"}}}, Target: p.valueTarget()}})
	}
	p.Shuffle(len(s.Metrics), func(i, j int) { s.Metrics[i], s.Metrics[j] = s.Metrics[j], s.Metrics[i] })
	if p.chance(50) {
		s.Behavior = &autoscaling.HorizontalPodAutoscalerBehavior{}
		if p.chance(75) {
			s.Behavior.ScaleUp = p.rules([]int32{0, 0, 30, 60, 120})
		}
		if p.chance(80) {
			s.Behavior.ScaleDown = p.rules([]int32{0, 30, 60, 120, 300})
		}
	}
}

func (p *pattern) valueTarget() autoscaling.MetricTarget {
	q := quantity(pick(p.random, "10", "30", "100", "2500m", "1k"))
	if p.chance(50) {
		return autoscaling.MetricTarget{Type: autoscaling.ValueMetricType, Value: q}
	}
	return autoscaling.MetricTarget{Type: autoscaling.AverageValueMetricType, AverageValue: q}
}

func quantity(text string) *resource.Quantity {
	q := resource.MustParse(text)
	return &q
}

func (p *pattern) resourceMetric() autoscaling.MetricSpec {
	var target autoscaling.MetricTarget
	if p.chance(70) {
		target = autoscaling.MetricTarget{Type: autoscaling.UtilizationMetricType, AverageUtilization: pointer(int32(pick(p.random, 50, 58, 60, 70, 75, 80, 80, 90, 100, 150)))}
	} else {
		target = autoscaling.MetricTarget{Type: autoscaling.AverageValueMetricType, AverageValue: quantity(p.units(p.requestUnits * (40 + p.IntN(80)) / 100))}
	}
	if p.chance(12) {
		return autoscaling.MetricSpec{Type: autoscaling.ContainerResourceMetricSourceType, ContainerResource: &autoscaling.ContainerResourceMetricSource{
			Name: p.resource(), Container: pick(p.random, "app", "app", "app", "side"), Target: target}}
	}
	return autoscaling.MetricSpec{Type: autoscaling.ResourceMetricSourceType, Resource: &autoscaling.ResourceMetricSource{Name: p.resource(), Target: target}}
}

func (p *pattern) units(count int) string {
	if p.isMemory {
		return fmt.Sprintf("%dMi", count)
	}
	return fmt.Sprintf("%dm", count)
}

func (p *pattern) rules(windows []int32) *autoscaling.HPAScalingRules {
	rules := &autoscaling.HPAScalingRules{}
	if p.chance(60) {
		rules.StabilizationWindowSeconds = pointer(pick(p.random, windows...))
	}
	if p.chance(45) {
		rules.SelectPolicy = pointer(pick(p.random, autoscaling.MaxChangePolicySelect, autoscaling.MinChangePolicySelect, autoscaling.MinChangePolicySelect, autoscaling.DisabledPolicySelect))
	}
	if p.chance(75) {
		for i := 0; i <= p.IntN(3); i++ {
			policy := autoscaling.HPAScalingPolicy{Type: autoscaling.PodsScalingPolicy, Value: int32(1 + p.IntN(4)), PeriodSeconds: pick(p.random, int32(15), 30, 60, 120, 300)}
			if p.chance(50) {
				policy.Type, policy.Value = autoscaling.PercentScalingPolicy, pick(p.random, int32(10), 20, 25, 50, 100)
			}
			rules.Policies = append(rules.Policies, policy)
		}
	}
	if p.chance(20) {
		rules.Tolerance = quantity(pick(p.random, "0", "50m", "0.05", "200m", "1", "1e-2"))
	}
	return rules
}

func (p *pattern) next(replicas int32, now int) *Step {
	isFirst := now == 0 && p.load > 0
	if p.steps == 0 {
		return nil
	}
	p.steps--
	s := &Step{Ticks: 1, Replicas: -1}
	if p.longCase {
		s.Ticks = pick(p.random, 1, 1, 2, 3, 5, 8, 21)
	}
	highest := int(p.c.Spec.MaxReplicas)
	switch {
	case isFirst && p.chance(6):
		s.Replicas = pick(p.random, 0, highest+1, highest+5)
	case isFirst:
		s.Replicas = 1 + p.IntN(min(highest, pick(p.random, 4, 8, 12, 60)))
	case p.chance(5):
		s.Replicas = 1 + p.IntN(highest)
	}
	current := int(replicas)
	if s.Replicas >= 0 {
		current = s.Replicas
	}
	if p.chance(5) {
		s.Status = pick(p.random, 1, 2)
	}
	p.load = max(5, p.load+p.IntN(81)-40)
	if p.chance(15) {
		p.load = 5 + p.IntN(180)
	}
	s.Pods = p.pods(max(1, current), now)
	if p.hasObject && !p.chance(6) {
		s.Object = fmt.Sprint(1 + p.IntN(300))
	}
	if p.isExternal && !p.chance(6) {
		for i := 0; i <= p.IntN(2); i++ {
			s.External = append(s.External, fmt.Sprint(p.IntN(300)))
		}
	}
	if len(p.c.Spec.Metrics) > 1 && p.chance(12) || p.chance(2) {
		s.Down = pick(p.random, "r", "c", "e", "rc", "rce")
	}
	return s
}

// pods are `count` of them in a few groups that are alike; sometimes there are more or fewer than the scale says.
func (p *pattern) pods(count, now int) []Pods {
	if p.chance(8) {
		count = max(1, count+p.IntN(5)-2)
	}
	var groups []Pods
	for count > 0 {
		g := p.group(now)
		g.Count = 1 + p.IntN(count)
		if len(groups) >= 2 {
			g.Count = count
		}
		count -= g.Count
		groups = append(groups, g)
	}
	if p.chance(5) {
		gone := p.group(now)
		gone.Count, gone.Gone = 1, true
		groups = append(groups, gone)
	}
	return groups
}

func (p *pattern) group(now int) Pods {
	g := Pods{Start: -1000, Change: -900}
	if p.isMemory {
		g.Start, g.Change = 0, 0
	} else {
		g.Sample, g.Window = now-p.IntN(30), pick(p.random, 0, 15, 30, 60)
		if p.chance(35) {
			g.Start = now - pick(p.random, 0, 20, 100, 299, 300, 301, 400)
			g.Change = g.Start + pick(p.random, 0, 5, 29, 30, 31, 100)
		}
		g.NoStart = p.chance(2)
	}
	if p.chance(25) {
		g.Ready = pick(p.random, "F", "F", "U", "N")
	}
	if p.chance(15) {
		g.Phase = pick(p.random, "Pending", "Pending", "Failed", "Succeeded", "Unknown")
	}
	g.Deleted = p.chance(6)
	g.NoRequest = p.chance(1)
	if !p.chance(10) {
		for _, c := range p.c.Containers {
			if c.Kind == "i" {
				continue
			}
			g.Usage = append(g.Usage, p.usage(c))
		}
	}
	if p.hasCustom && !p.chance(12) {
		g.Custom = pick(p.random, fmt.Sprint(p.IntN(200)), fmt.Sprintf("%dm", p.IntN(3000)), fmt.Sprintf("%dk", p.IntN(3)))
	}
	return g
}

func (p *pattern) usage(c Container) string {
	if p.chance(2) {
		return pick(p.random, "", "-")
	}
	text, found := c.Requests[string(p.resource())]
	if !found {
		return "1"
	}
	q := resource.MustParse(text)
	percent := int64(max(0, p.load+p.IntN(31)-15))
	if p.isMemory {
		kibi := q.Value() * percent / 100 / 1024
		if p.chance(5) {
			return fmt.Sprint(kibi*1024 + int64(p.IntN(1024)))
		}
		return fmt.Sprintf("%dKi", kibi/256*256)
	}
	if p.chance(40) {
		return fmt.Sprintf("%dn", q.MilliValue()*percent*10000+int64(p.IntN(1000)))
	}
	return fmt.Sprintf("%dm", q.MilliValue()*percent/100)
}
