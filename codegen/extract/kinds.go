package main

import (
	"reflect"
	"sort"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/printers"
	printersinternal "k8s.io/kubernetes/pkg/printers/internalversion"
)

// Kind is one kind of one group and version.
type Kind struct {
	Group   string   `json:"group"`
	Version string   `json:"version"`
	Kind    string   `json:"kind"`
	Type    string   `json:"type"`
	Labels  []string `json:"fieldLabels,omitempty"`
	Columns []Column `json:"columns,omitempty"`
}

// Column is one column of a kind's table.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Format   string `json:"format,omitempty"`
	Priority int32  `json:"priority,omitempty"`
}

func clientScheme() *runtime.Scheme {
	if err := apiextensions.AddToScheme(scheme.Scheme); err != nil {
		panic(err)
	}
	if err := apiregistration.AddToScheme(scheme.Scheme); err != nil {
		panic(err)
	}
	return scheme.Scheme
}

// registeredKinds lists what client-go can decode, but for the options and events that every group repeats.
func registeredKinds(types *typeWalker) []Kind {
	meta := reflect.TypeOf(metav1.Status{}).PkgPath()
	columns := tableColumns()
	kinds := []Kind{}
	for gvk, t := range clientScheme().AllKnownTypes() {
		if t.PkgPath() == meta || gvk.Version == runtime.APIVersionInternal {
			continue
		}
		types.walk(t)
		kind := Kind{Group: gvk.Group, Version: gvk.Version, Kind: gvk.Kind, Type: typeName(t)}
		if _, hasMeta := t.FieldByName("ObjectMeta"); hasMeta {
			kind.Labels = fieldLabels(gvk, t)
			kind.Columns = columns[schema.GroupKind{Group: gvk.Group, Kind: gvk.Kind}]
		}
		kinds = append(kinds, kind)
	}
	sort.Slice(kinds, func(i, j int) bool {
		a, b := kinds[i], kinds[j]
		return strings.Join([]string{a.Group, a.Version, a.Kind}, "/") < strings.Join([]string{b.Group, b.Version, b.Kind}, "/")
	})
	return kinds
}

// fieldLabels tries each path of the object: the scheme tells which ones a field selector may name.
func fieldLabels(gvk schema.GroupVersionKind, t reflect.Type) []string {
	labels := []string{}
	for _, path := range scalarPaths(t, "", 3) {
		if label, _, err := legacyscheme.Scheme.ConvertFieldLabel(gvk, path, "value"); err == nil && label != "" {
			labels = append(labels, path)
		}
	}
	// Older than the fields that they stand for.
	for _, path := range []string{"source", "spec.host", "status.podIPs"} {
		if label, _, err := legacyscheme.Scheme.ConvertFieldLabel(gvk, path, "value"); err == nil && label != "" {
			labels = append(labels, path)
		}
	}
	sort.Strings(labels)
	unique := labels[:0]
	for i, label := range labels {
		if i == 0 || label != labels[i-1] {
			unique = append(unique, label)
		}
	}
	return unique
}

func scalarPaths(t reflect.Type, prefix string, depth int) []string {
	paths := []string{}
	for i := 0; i < t.NumField(); i++ {
		member := t.Field(i)
		name, _, _ := strings.Cut(member.Tag.Get("json"), ",")
		memberType := member.Type
		if memberType.Kind() == reflect.Ptr {
			memberType = memberType.Elem()
		}
		path := prefix + name
		if member.Anonymous && name == "" {
			path = strings.TrimSuffix(prefix, ".")
		}
		_, isLeaf := wellKnown[memberType]
		if memberType.Kind() != reflect.Struct || isLeaf {
			paths = append(paths, path)
		} else if depth > 0 {
			nested := ""
			if path != "" {
				nested = path + "."
			}
			paths = append(paths, scalarPaths(memberType, nested, depth-1)...)
		}
	}
	return paths
}

type columnCollector map[schema.GroupKind][]Column

var _ printers.PrintHandler = columnCollector{}

// TableHandler is called with the columns of each kind and the function that fills them.
func (c columnCollector) TableHandler(columns []metav1.TableColumnDefinition, printFunc interface{}) error {
	object, ok := reflect.New(reflect.TypeOf(printFunc).In(0).Elem()).Interface().(runtime.Object)
	if !ok {
		return nil
	}
	kinds, _, err := legacyscheme.Scheme.ObjectKinds(object)
	if err != nil {
		return nil
	}
	described := []Column{}
	for _, column := range columns {
		described = append(described, Column{Name: column.Name, Type: column.Type, Format: column.Format, Priority: column.Priority})
	}
	for _, gvk := range kinds {
		c[gvk.GroupKind()] = described
	}
	return nil
}

func tableColumns() columnCollector {
	collector := columnCollector{}
	printersinternal.AddHandlers(collector)
	return collector
}
