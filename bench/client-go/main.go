// Command client-go is the Go half of the benchmarks: one contestant doing one kind of work, a block of it for each
// line on standard input, in a process of its own.
//
//	client-go worker OPERATION SETTINGS(JSON)      writes {"ready":true}, then a sample for each line read
//	client-go list-pods KUBECONFIG NAMESPACE       the smallest useful program
//	client-go time COMMAND ARG...                  runs a command and writes what that took
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

type sample map[string]float64

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "worker":
		return work(args[1], []byte(args[2]))
	case len(args) == 3 && args[0] == "list-pods":
		return listPods(settings{Kubeconfig: args[1], Namespace: args[2]})
	case len(args) > 1 && args[0] == "time":
		return timeCommand(args[1:])
	}
	return fmt.Errorf("usage: client-go worker OPERATION SETTINGS | list-pods KUBECONFIG NAMESPACE | time COMMAND ARG...")
}

func work(operation string, settingsJSON []byte) error {
	var s settings
	if err := json.Unmarshal(settingsJSON, &s); err != nil {
		return err
	}
	open, known := operations[operation]
	if !known {
		return fmt.Errorf("unknown operation %q", operation)
	}
	runBlock, err := open(s)
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	if err := out.Encode(map[string]bool{"ready": true}); err != nil {
		return err
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		result, err := runBlock()
		if err != nil {
			return err
		}
		if err := out.Encode(result); err != nil {
			return err
		}
	}
	return nil
}

func listPods(s settings) error {
	client, err := newClient(s)
	if err != nil {
		return err
	}
	pods, err := client.CoreV1().Pods(s.Namespace).List(context.Background(), metav1.ListOptions{})
	if err != nil {
		return err
	}
	fmt.Println(len(pods.Items))
	return nil
}
