// Prints what one version of Kubernetes says about its API as one JSON document: facts only, or, when asked for them,
// the descriptions, which are not committed.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// Document is what this program prints.
type Document struct {
	Version  string                  `json:"version"`
	Clients  map[string][]ClientType `json:"clients"`
	Kinds    []Kind                  `json:"kinds"`
	Types    map[string]*TypeFacts   `json:"types"`
	Strings  map[string][]string     `json:"strings"`
	Defaults Defaults                `json:"defaults"`
}

func main() {
	if len(os.Args) > 2 && os.Args[2] == "descriptions" {
		print(descriptions())
		return
	}
	print(facts())
}

func facts() Document {
	document := Document{Version: os.Args[1], Clients: clientTypes()}
	types := newTypeWalker(openAPIDefinitions())
	document.Kinds = registeredKinds(types)
	types.walkMeta()
	document.Types = types.facts
	strings, err := stringConstants(types.stringTypes)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	document.Strings = strings
	document.Defaults = probeDefaults()
	return document
}

func print(value interface{}) {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(value); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
