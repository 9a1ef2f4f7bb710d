package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/disk"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/pager"
)

type block func() (sample, error)

var operations = map[string]func(settings) (block, error){
	"gets":              gets,
	"list":              list,
	"creates":           creates,
	"watch":             watch,
	"discovery":         discover,
	"discovery-on-disk": discoverOnDisk,
	"kubeconfig":        loadKubeconfig,
}

var background = context.Background()

// lanes calls something until the time is over, so many at a time, and gives how long each call took.
func lanes(inFlight int, blockMs float64, count int, call func() error) ([]float64, error) {
	end := time.Now().Add(time.Duration(blockMs * float64(time.Millisecond)))
	if blockMs == 0 {
		end = time.Now().Add(time.Hour)
	}
	most := int64(count)
	if count == 0 {
		most = math.MaxInt64
	}
	var started atomic.Int64
	var wait sync.WaitGroup
	var lock sync.Mutex
	var all []float64
	var failure error
	for range max(inFlight, 1) {
		wait.Go(func() {
			var latencies []float64
			var failed error
			for before := time.Now(); before.Before(end) && started.Add(1) <= most && failed == nil; {
				failed = call()
				after := time.Now()
				latencies = append(latencies, float64(after.Sub(before).Microseconds()))
				before = after
			}
			lock.Lock()
			defer lock.Unlock()
			all = append(all, latencies...)
			if failed != nil {
				failure = failed
			}
		})
	}
	wait.Wait()
	return all, failure
}

func gets(s settings) (block, error) {
	client, err := newClient(s)
	if err != nil {
		return nil, err
	}
	if s.Watches > 0 {
		if err := openWatches(client, s); err != nil {
			return nil, err
		}
	}
	pods := client.CoreV1().Pods(s.Namespace)
	return func() (sample, error) {
		finish := startUsage()
		latencies, err := lanes(s.InFlight, s.BlockMs, s.Count, func() error {
			_, err := pods.Get(background, s.Name, metav1.GetOptions{})
			return err
		})
		if err != nil {
			return nil, err
		}
		result := perCall(finish(), len(latencies))
		result["latencyUs"] = median(latencies)
		return result, nil
	}, nil
}

// openWatches opens watches and waits until each has seen a change: not before that do they all count.
func openWatches(client *kubernetes.Clientset, s settings) error {
	configMaps := client.CoreV1().ConfigMaps(s.WatchedNamespace)
	var seen atomic.Int64
	for range s.Watches {
		events, err := configMaps.Watch(background, metav1.ListOptions{})
		if err != nil {
			return err
		}
		go func() {
			first := true
			for range events.ResultChan() {
				if first {
					seen.Add(1)
				}
				first = false
			}
		}()
	}
	for range 60 {
		if seen.Load() >= int64(s.Watches) {
			return nil
		}
		object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{GenerateName: "seen-"}}
		if _, err := configMaps.Create(background, object, metav1.CreateOptions{}); err != nil {
			return err
		}
		time.Sleep(500 * time.Millisecond)
	}
	return fmt.Errorf("%d of %d watches saw a change", seen.Load(), s.Watches)
}

func list(s settings) (block, error) {
	client, err := newClient(s)
	if err != nil {
		return nil, err
	}
	if _, err := client.CoreV1().Pods(s.Namespace).Get(background, s.Name, metav1.GetOptions{}); err != nil {
		return nil, err
	}
	return func() (sample, error) {
		finish := startUsage()
		count, err := listPodsBy(client, s)
		if err != nil {
			return nil, err
		}
		result := finish()
		if count != s.Expected {
			return nil, fmt.Errorf("listed %d pods, expected %d", count, s.Expected)
		}
		result["peakMb"] = peakMb()
		return result, nil
	}, nil
}

func listPodsBy(client *kubernetes.Clientset, s settings) (int, error) {
	pods := client.CoreV1().Pods(s.Namespace)
	pages := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		return pods.List(ctx, options)
	})
	pages.PageSize = s.Limit
	switch s.Way {
	case "whole":
		all, err := pods.List(background, metav1.ListOptions{})
		if err != nil {
			return 0, err
		}
		return len(all.Items), nil
	case "paged":
		return listPaged(pods.List, s.Limit)
	case "each":
		count := 0
		err := pages.EachListItem(background, metav1.ListOptions{}, func(runtime.Object) error {
			count++
			return nil
		})
		return count, err
	}
	return 0, fmt.Errorf("unknown way %q", s.Way)
}

func listPaged(next func(context.Context, metav1.ListOptions) (*corev1.PodList, error), limit int64) (int, error) {
	var items []corev1.Pod
	for options := (metav1.ListOptions{Limit: limit}); ; {
		page, err := next(background, options)
		if err != nil {
			return 0, err
		}
		items = append(items, page.Items...)
		if options.Continue = page.Continue; options.Continue == "" {
			return len(items), nil
		}
	}
}

func creates(s settings) (block, error) {
	client, err := newClient(s)
	if err != nil {
		return nil, err
	}
	configMaps := client.CoreV1().ConfigMaps(s.Namespace)
	var number atomic.Int64
	return func() (sample, error) {
		finish := startUsage()
		latencies, err := lanes(s.InFlight, s.BlockMs, 0, func() error {
			_, err := configMaps.Create(background, &corev1.ConfigMap{
				ObjectMeta: metav1.ObjectMeta{
					Name:   fmt.Sprintf("%s-%d-%d", s.Prefix, os.Getpid(), number.Add(1)),
					Labels: map[string]string{"app": "bench"},
				},
				Data: map[string]string{"key": "value"},
			}, metav1.CreateOptions{})
			return err
		})
		if err != nil {
			return nil, err
		}
		return perCall(finish(), len(latencies)), nil
	}, nil
}

func watch(s settings) (block, error) {
	client, err := newClient(s)
	if err != nil {
		return nil, err
	}
	return func() (sample, error) {
		events, err := client.CoreV1().Pods(s.Namespace).Watch(background, metav1.ListOptions{})
		if err != nil {
			return nil, err
		}
		defer events.Stop()
		<-events.ResultChan()
		finish, end := startUsage(), time.Now().Add(time.Duration(s.BlockMs*float64(time.Millisecond)))
		count := 0
		for range events.ResultChan() {
			count++
			if count%256 == 0 && time.Now().After(end) {
				result := perCall(finish(), count)
				result["peakMb"] = peakMb()
				return result, nil
			}
		}
		return nil, fmt.Errorf("the watch ended after %d events", count)
	}, nil
}

func discover(s settings) (block, error) {
	config, err := newConfig(s)
	if err != nil {
		return nil, err
	}
	return func() (sample, error) {
		finish := startUsage()
		client, err := discovery.NewDiscoveryClientForConfig(config)
		if err != nil {
			return nil, err
		}
		if _, _, err := client.ServerGroupsAndResources(); err != nil {
			return nil, err
		}
		cold := finish()
		var wall, cpu []float64
		for range s.WarmCalls {
			finish := startUsage()
			if _, _, err := client.ServerGroupsAndResources(); err != nil {
				return nil, err
			}
			usage := finish()
			wall, cpu = append(wall, usage["wallMs"]), append(cpu, usage["cpuMs"])
		}
		result := sample{"coldMs": cold["wallMs"], "coldCpuMs": cold["cpuMs"]}
		if s.WarmCalls > 0 {
			result["warmMs"], result["warmCpuMs"] = median(wall), median(cpu)
		}
		return result, nil
	}, nil
}

func discoverOnDisk(s settings) (block, error) {
	config, err := newConfig(s)
	if err != nil {
		return nil, err
	}
	return func() (sample, error) {
		finish := startUsage()
		client, err := disk.NewCachedDiscoveryClientForConfig(config, s.DiscoveryCacheDir, s.HTTPCacheDir, 6*time.Hour)
		if err != nil {
			return nil, err
		}
		if _, _, err := client.ServerGroupsAndResources(); err != nil {
			return nil, err
		}
		return finish(), nil
	}, nil
}

func loadKubeconfig(s settings) (block, error) {
	return func() (sample, error) {
		finish := startUsage()
		config, err := clientcmd.BuildConfigFromFlags("", s.Path)
		if err != nil {
			return nil, err
		}
		result := finish()
		if config.Host != s.Host {
			return nil, fmt.Errorf("loaded %s, expected %s", config.Host, s.Host)
		}
		result["peakMb"] = peakMb()
		return result, nil
	}, nil
}
