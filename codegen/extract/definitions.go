package main

import (
	"strings"

	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/generated/openapi"
)

// openAPIDefinitions gives the definitions by the Go name of their type.
func openAPIDefinitions() map[string]spec.Schema {
	definitions := openapi.GetOpenAPIDefinitions(func(path string) spec.Ref { return spec.Ref{} })
	result := map[string]spec.Schema{}
	for name, definition := range definitions {
		result[goName(name, definition)] = definition.Schema
	}
	return result
}

// goName turns io.k8s.api.core.v1.Pod, as newer versions say, into k8s.io/api/core/v1.Pod, as older ones do.
func goName(name string, _ common.OpenAPIDefinition) string {
	rest, isModelName := strings.CutPrefix(name, "io.k8s.")
	if !isModelName {
		return name
	}
	dot := strings.LastIndex(rest, ".")
	return "k8s.io/" + strings.ReplaceAll(rest[:dot], ".", "/") + rest[dot:]
}
