//go:build tools

// Package envtest names the program that this module is there to build.
package envtest

import (
	_ "go.etcd.io/etcd/server/v3"
)
