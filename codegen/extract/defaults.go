package main

import (
	"fmt"
	"os"
	"reflect"
	"slices"

	apiextensionsinstall "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/json"
	aggregatorinstall "k8s.io/kube-aggregator/pkg/apis/apiregistration/install"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

// Defaults is what defaulting puts where nothing was.
type Defaults struct {
	// By type and field: those that are the same wherever the type is used.
	Types map[string]map[string]interface{} `json:"types"`
	// By kind's type and path: those of one place. Behind a path, a question mark says that it depends on what else is
	// there, and that the value is for when nothing is.
	Kinds map[string]map[string]interface{} `json:"kinds"`
}

// place is a field of a struct at one place in an object of a kind.
type place struct {
	root, path, owner, field string
}

func (p place) fieldPath() string { return p.path + "." + p.field }

// A probe fills an object: all structs and lists, scalars not.
type probe struct {
	pointers bool
	// Fields that stay empty nevertheless, by owner and name.
	skipOwner, skipField string
}

type observation struct {
	// Values as JSON, by where they were found.
	found map[place]string
	// How often each struct was there.
	visits map[string]int
}

// probeDefaults runs the scheme's defaulting over objects of each kind: once with all structs in it, which shows the
// defaults inside; once without what is behind pointers, which shows what is put there; and once for each of those
// with everything but that, which shows whether it depends on the others.
func probeDefaults() Defaults {
	apiextensionsinstall.Install(legacyscheme.Scheme)
	aggregatorinstall.Install(legacyscheme.Scheme)
	certain, dependent := map[place]string{}, map[place]string{}
	visits := map[string]int{}
	for gvk, t := range clientScheme().AllKnownTypes() {
		_, hasMeta := t.FieldByName("ObjectMeta")
		if !hasMeta || t.PkgPath() == reflect.TypeOf(metav1.Status{}).PkgPath() || !legacyscheme.Scheme.Recognizes(gvk) {
			continue
		}
		full := observe(t, probe{pointers: true})
		for owner, count := range full.visits {
			visits[owner] += count
		}
		for where, value := range full.found {
			certain[where] = value
		}
		for where, value := range observe(t, probe{}).found {
			if _, known := full.found[where]; known {
				continue
			}
			alone := observe(t, probe{pointers: true, skipOwner: where.owner, skipField: where.field})
			if certainly, isSet := alone.found[where]; isSet {
				certain[where] = certainly
			} else {
				dependent[where] = value
			}
		}
	}
	return gather(certain, dependent, visits)
}

// gather moves what holds for a type wherever it is used from the kinds to the type.
func gather(certain, dependent map[place]string, visits map[string]int) Defaults {
	values := map[[2]string]map[string]int{}
	for where, value := range certain {
		key := [2]string{where.owner, where.field}
		if values[key] == nil {
			values[key] = map[string]int{}
		}
		values[key][value]++
	}
	defaults := Defaults{Types: map[string]map[string]interface{}{}, Kinds: map[string]map[string]interface{}{}}
	for where, value := range certain {
		if values[[2]string{where.owner, where.field}][value] == visits[where.owner] {
			put(defaults.Types, where.owner, where.field, value)
		} else {
			put(defaults.Kinds, where.root, where.fieldPath(), value)
		}
	}
	for where, value := range dependent {
		put(defaults.Kinds, where.root, where.fieldPath()+"?", value)
	}
	return defaults
}

func put(to map[string]map[string]interface{}, first, second, value string) {
	if to[first] == nil {
		to[first] = map[string]interface{}{}
	}
	var decoded interface{}
	if err := json.Unmarshal([]byte(value), &decoded); err != nil {
		panic(err)
	}
	to[first][second] = decoded
}

func observe(t reflect.Type, with probe) observation {
	result := observation{found: map[place]string{}, visits: map[string]int{}}
	before, after := reflect.New(t), reflect.New(t)
	with.fill(before.Elem(), typeName(t), nil)
	with.fill(after.Elem(), typeName(t), nil)
	if err := runDefaults(after.Interface().(runtime.Object)); err != nil {
		fmt.Fprintf(os.Stderr, "defaulting %s: %v\n", typeName(t), err)
		return result
	}
	result.visits[typeName(t)]++
	result.compare(place{root: typeName(t), owner: typeName(t)}, before.Elem(), after.Elem())
	return result
}

func runDefaults(object runtime.Object) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	legacyscheme.Scheme.Default(object)
	return nil
}

func isStruct(t reflect.Type) bool {
	_, isLeaf := wellKnown[t]
	return t.Kind() == reflect.Struct && !isLeaf && t != reflect.TypeOf(metav1.ObjectMeta{})
}

// fill makes what a struct is made of. The owner is the struct whose fields these are on the wire: that of an inlined
// one is the one around it. A struct within itself stays empty.
func (p probe) fill(value reflect.Value, owner string, around []reflect.Type) {
	if slices.Contains(around, value.Type()) {
		return
	}
	around = append(slices.Clone(around), value.Type())
	for i := 0; i < value.NumField(); i++ {
		field, name := value.Field(i), jsonName(value.Type().Field(i))
		if !field.CanSet() || name == "-" || owner == p.skipOwner && name == p.skipField {
			continue
		}
		switch {
		case isStruct(field.Type()):
			inner := typeName(field.Type())
			if name == "" {
				inner = owner
			}
			p.fill(field, inner, around)
		case field.Kind() == reflect.Ptr && p.pointers && isStruct(field.Type().Elem()):
			field.Set(reflect.New(field.Type().Elem()))
			p.fill(field.Elem(), typeName(field.Type().Elem()), around)
		case field.Kind() == reflect.Slice && isStruct(field.Type().Elem()):
			field.Set(reflect.MakeSlice(field.Type(), 1, 1))
			p.fill(field.Index(0), typeName(field.Type().Elem()), around)
		}
	}
}

// compare finds the fields that were empty before and are not after.
func (o observation) compare(at place, before, after reflect.Value) {
	for i := 0; i < before.NumField(); i++ {
		name := jsonName(before.Type().Field(i))
		if name == "-" || !before.Type().Field(i).IsExported() {
			continue
		}
		here := at
		here.field = name
		o.compareField(here, before.Field(i), after.Field(i))
	}
}

func (o observation) compareField(at place, before, after reflect.Value) {
	inside := func(suffix string, before, after reflect.Value) {
		inner := place{root: at.root, path: at.fieldPath() + suffix, owner: typeName(before.Type())}
		o.visits[inner.owner]++
		o.compare(inner, before, after)
	}
	switch {
	case isStruct(before.Type()) && at.field == "":
		o.compare(place{root: at.root, path: at.path, owner: at.owner}, before, after)
	case isStruct(before.Type()):
		inside("", before, after)
	case before.IsZero() && !after.IsZero():
		o.found[at] = valueOf(after)
	case before.Kind() == reflect.Ptr && !before.IsNil() && !after.IsNil() && isStruct(before.Type().Elem()):
		inside("", before.Elem(), after.Elem())
	case before.Kind() == reflect.Slice && before.Len() == 1 && after.Len() == 1 && isStruct(before.Type().Elem()):
		inside("[]", before.Index(0), after.Index(0))
	}
}

// valueOf is a value as JSON. A time can only be that of the request.
func valueOf(value reflect.Value) string {
	inner := value
	if inner.Kind() == reflect.Ptr {
		inner = inner.Elem()
	}
	if name := wellKnown[inner.Type()]; name == "Time" || name == "MicroTime" {
		return `"now"`
	}
	encoded, err := json.Marshal(value.Interface())
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func jsonName(member reflect.StructField) string {
	tag := member.Tag.Get("json")
	for i := 0; i < len(tag); i++ {
		if tag[i] == ',' {
			return tag[:i]
		}
	}
	return tag
}
