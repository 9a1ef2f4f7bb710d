package main

import (
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// settings are what an operation is told; each uses some of them.
type settings struct {
	Kubeconfig        string  `json:"kubeconfig"`
	JSON              bool    `json:"json"`
	Namespace         string  `json:"namespace"`
	Name              string  `json:"name"`
	BlockMs           float64 `json:"blockMs"`
	Count             int     `json:"count"`
	InFlight          int     `json:"inFlight"`
	Watches           int     `json:"watches"`
	WatchedNamespace  string  `json:"watchedNamespace"`
	Way               string  `json:"way"`
	Limit             int64   `json:"limit"`
	Expected          int     `json:"expected"`
	Prefix            string  `json:"prefix"`
	Path              string  `json:"path"`
	Host              string  `json:"host"`
	WarmCalls         int     `json:"warmCalls"`
	DiscoveryCacheDir string  `json:"discoveryCacheDir"`
	HTTPCacheDir      string  `json:"httpCacheDir"`
}

// newConfig is client-go's own defaults, but for its limiter of 5 requests a second.
func newConfig(s settings) (*rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", s.Kubeconfig)
	if err != nil {
		return nil, err
	}
	config.QPS = -1
	if s.JSON {
		config.ContentType = "application/json"
		config.AcceptContentTypes = "application/json"
	}
	return config, nil
}

func newClient(s settings) (*kubernetes.Clientset, error) {
	config, err := newConfig(s)
	if err != nil {
		return nil, err
	}
	return kubernetes.NewForConfig(config)
}
