package main

import (
	"reflect"
	"strings"

	"k8s.io/client-go/kubernetes"
)

// ClientType is one resource of a typed client.
type ClientType struct {
	Accessor   string   `json:"accessor"`
	Kind       string   `json:"kind"`
	Namespaced bool     `json:"namespaced"`
	Methods    []string `json:"methods"`
}

const typedClients = "k8s.io/client-go/kubernetes/typed/"

// clientTypes reads client-go's own interfaces: they are the definition of what its typed clients can do.
func clientTypes() map[string][]ClientType {
	clients := map[string][]ClientType{}
	clientset := reflect.TypeOf((*kubernetes.Interface)(nil)).Elem()
	for i := 0; i < clientset.NumMethod(); i++ {
		group := clientset.Method(i).Type.Out(0)
		folder, isTyped := strings.CutPrefix(group.PkgPath(), typedClients)
		if !isTyped {
			continue
		}
		for j := 0; j < group.NumMethod(); j++ {
			method := group.Method(j)
			if method.Name == "RESTClient" {
				continue
			}
			clients[folder] = append(clients[folder], clientType(method))
		}
	}
	return clients
}

func clientType(accessor reflect.Method) ClientType {
	resource := accessor.Type.Out(0)
	result := ClientType{Accessor: accessor.Name, Namespaced: accessor.Type.NumIn() == 1}
	for i := 0; i < resource.NumMethod(); i++ {
		method := resource.Method(i)
		result.Methods = append(result.Methods, method.Name)
		// What is created, or for an eviction what is handed in, is of the resource's kind.
		if method.Name == "Create" || method.Name == "Evict" && result.Kind == "" {
			result.Kind = method.Type.In(1).Elem().Name()
		}
	}
	return result
}
