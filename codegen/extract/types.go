package main

import (
	"fmt"
	"reflect"
	"sort"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/kube-openapi/pkg/validation/spec"
)

// TypeFacts is one struct.
type TypeFacts struct {
	Fields []Field `json:"fields"`
	// The definition says which fields belong to a union, or that the whole is replaced by an apply.
	MapType string `json:"mapType,omitempty"`
}

// Field is one field as it is on the wire, in the order in which Go writes them.
type Field struct {
	Name string `json:"name"`
	// A scalar, a Go type, or one of them behind [] and {}.
	Type string `json:"type"`
	// Left out when it is empty.
	Omit     bool `json:"omit,omitempty"`
	Pointer  bool `json:"pointer,omitempty"`
	Required bool `json:"required,omitempty"`
	// Number in the protobuf message; 2.1 is field 1 of a message inlined as field 2.
	Number        string        `json:"number,omitempty"`
	Enum          []interface{} `json:"enum,omitempty"`
	Default       interface{}   `json:"default,omitempty"`
	PatchStrategy string        `json:"patchStrategy,omitempty"`
	PatchMergeKey string        `json:"patchMergeKey,omitempty"`
	ListType      string        `json:"listType,omitempty"`
	ListMapKeys   []string      `json:"listMapKeys,omitempty"`
	MapType       string        `json:"mapType,omitempty"`
}

// Types that are not written as what they are made of.
var wellKnown = map[reflect.Type]string{
	reflect.TypeOf(metav1.Time{}):                                "Time",
	reflect.TypeOf(metav1.MicroTime{}):                           "MicroTime",
	reflect.TypeOf(metav1.Duration{}):                            "Duration",
	reflect.TypeOf(metav1.FieldsV1{}):                            "FieldsV1",
	reflect.TypeOf(resource.Quantity{}):                          "Quantity",
	reflect.TypeOf(intstr.IntOrString{}):                         "IntOrString",
	reflect.TypeOf(runtime.RawExtension{}):                       "RawExtension",
	reflect.TypeOf(apiextensions.JSON{}):                         "JSON",
	reflect.TypeOf(apiextensions.JSONSchemaPropsOrBool{}):        "JSONSchemaPropsOrBool",
	reflect.TypeOf(apiextensions.JSONSchemaPropsOrArray{}):       "JSONSchemaPropsOrArray",
	reflect.TypeOf(apiextensions.JSONSchemaPropsOrStringArray{}): "JSONSchemaPropsOrStringArray",
}

type typeWalker struct {
	definitions map[string]spec.Schema
	facts       map[string]*TypeFacts
	stringTypes map[string]bool
}

func newTypeWalker(definitions map[string]spec.Schema) *typeWalker {
	return &typeWalker{definitions: definitions, facts: map[string]*TypeFacts{}, stringTypes: map[string]bool{}}
}

func typeName(t reflect.Type) string { return t.PkgPath() + "." + t.Name() }

// walkMeta adds what no kind is made of: options, answers of discovery, tables.
func (w *typeWalker) walkMeta() {
	for _, value := range []interface{}{
		metav1.APIGroup{}, metav1.APIGroupList{}, metav1.APIResourceList{}, metav1.APIVersions{}, metav1.ApplyOptions{},
		metav1.CreateOptions{}, metav1.DeleteOptions{}, metav1.GetOptions{}, metav1.ListOptions{}, metav1.PatchOptions{},
		metav1.UpdateOptions{}, metav1.TableOptions{}, metav1.Status{}, metav1.Table{}, metav1.PartialObjectMetadata{},
		metav1.PartialObjectMetadataList{}, metav1.WatchEvent{}, metav1.Condition{}, metav1.LabelSelector{},
		metav1.GroupVersionKind{}, metav1.GroupVersionResource{}, metav1.TypeMeta{},
	} {
		w.walk(reflect.TypeOf(value))
	}
}

// walk describes a struct and all that it is made of.
func (w *typeWalker) walk(t reflect.Type) {
	name := typeName(t)
	if w.facts[name] != nil {
		return
	}
	facts := &TypeFacts{}
	w.facts[name] = facts
	definition := w.definitions[name]
	facts.MapType, _ = definition.Extensions.GetString("x-kubernetes-map-type")
	facts.Fields = w.fields(t, "")
	required := map[string]bool{}
	for _, field := range definition.Required {
		required[field] = true
	}
	for i := range facts.Fields {
		field := &facts.Fields[i]
		field.Required = required[field.Name]
		if property, ok := definition.Properties[field.Name]; ok {
			describe(field, property)
		}
	}
}

func (w *typeWalker) fields(t reflect.Type, prefix string) []Field {
	fields := []Field{}
	for i := 0; i < t.NumField(); i++ {
		member := t.Field(i)
		tag, hasTag := member.Tag.Lookup("json")
		name, options, _ := strings.Cut(tag, ",")
		if name == "-" || !member.IsExported() {
			continue
		}
		number := protobufNumber(member.Tag)
		if member.Anonymous && name == "" {
			inlined := member.Type
			if inlined.Kind() == reflect.Ptr {
				inlined = inlined.Elem()
			}
			inner := w.fields(inlined, prefix+number+".")
			// Kind and apiVersion stand beside the message, in the envelope of all objects.
			if number == "" {
				for j := range inner {
					inner[j].Number = ""
				}
			}
			fields = append(fields, inner...)
			continue
		}
		if !hasTag || name == "" {
			name = member.Name
		}
		field := Field{Name: name, Omit: isOmitted(options, member.Type)}
		if number != "" {
			field.Number = prefix + number
		}
		memberType := member.Type
		if memberType.Kind() == reflect.Ptr {
			field.Pointer = true
			memberType = memberType.Elem()
		}
		field.Type = w.typeOf(memberType)
		fields = append(fields, field)
	}
	return fields
}

func (w *typeWalker) typeOf(t reflect.Type) string {
	if name, ok := wellKnown[t]; ok {
		if strings.HasPrefix(name, "JSONSchemaProps") {
			w.walk(reflect.TypeOf(apiextensions.JSONSchemaProps{}))
		}
		return name
	}
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.Int32, reflect.Uint32, reflect.Int16, reflect.Uint16, reflect.Int8, reflect.Uint8:
		return "int32"
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64:
		return "int64"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.String:
		if t.PkgPath() == "" {
			return "string"
		}
		w.stringTypes[typeName(t)] = true
		return typeName(t)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[]" + w.typeOf(t.Elem())
	case reflect.Map:
		return "{}" + w.typeOf(t.Elem())
	case reflect.Ptr:
		return w.typeOf(t.Elem())
	case reflect.Struct:
		w.walk(t)
		return typeName(t)
	case reflect.Interface:
		return "any"
	}
	panic(fmt.Sprintf("no name for %v", t))
}

// isOmitted tells whether an empty value is left out: of a struct, omitempty leaves nothing out.
func isOmitted(options string, t reflect.Type) bool {
	for _, option := range strings.Split(options, ",") {
		if option == "omitzero" || option == "omitempty" && t.Kind() != reflect.Struct {
			return true
		}
	}
	return false
}

func protobufNumber(tag reflect.StructTag) string {
	parts := strings.Split(tag.Get("protobuf"), ",")
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

// describe adds what only the OpenAPI definition knows.
func describe(field *Field, property spec.Schema) {
	field.Enum = property.Enum
	if len(field.Enum) == 0 && property.Items != nil && property.Items.Schema != nil {
		field.Enum = property.Items.Schema.Enum
	}
	if !isEmptyDefault(property.Default) {
		field.Default = property.Default
	}
	field.PatchStrategy, _ = property.Extensions.GetString("x-kubernetes-patch-strategy")
	field.PatchMergeKey, _ = property.Extensions.GetString("x-kubernetes-patch-merge-key")
	field.ListType, _ = property.Extensions.GetString("x-kubernetes-list-type")
	field.ListMapKeys, _ = property.Extensions.GetStringSlice("x-kubernetes-list-map-keys")
	field.MapType, _ = property.Extensions.GetString("x-kubernetes-map-type")
}

// isEmptyDefault tells what the generator writes for every field that is required: it says nothing.
func isEmptyDefault(value interface{}) bool {
	if value == nil {
		return true
	}
	reflected := reflect.ValueOf(value)
	if reflected.Kind() == reflect.Map {
		return reflected.Len() == 0
	}
	return reflected.IsZero()
}

func sortedKeys[V any](values map[string]V) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
