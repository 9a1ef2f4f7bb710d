//go:build tools

// Package envtest names the programs that this module is there to build.
package envtest

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
)
