package main

// descriptions gives the text for each type and its fields, by the type's Go name; its own is under the empty name.
func descriptions() map[string]map[string]string {
	result := map[string]map[string]string{}
	for name, definition := range openAPIDefinitions() {
		texts := map[string]string{"": definition.Description}
		for field, property := range definition.Properties {
			texts[field] = property.Description
		}
		result[name] = texts
	}
	return result
}
