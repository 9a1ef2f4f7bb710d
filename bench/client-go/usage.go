package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"syscall"
	"time"
)

const bytesPerMegabyte = 1e6

func cpuOf(usage *syscall.Rusage) time.Duration {
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return cpuOf(&usage)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// startUsage starts a measurement; what it returns ends it.
func startUsage() func() sample {
	cpu, started := cpuTime(), time.Now()
	return func() sample {
		wall := time.Since(started)
		return sample{"wallMs": milliseconds(wall), "cpuMs": milliseconds(cpuTime() - cpu)}
	}
}

// perCall turns what a block of calls took into a rate and the CPU time of one call.
func perCall(usage sample, count int) sample {
	return sample{
		"rate":  float64(count) / usage["wallMs"] * 1000,
		"cpuUs": usage["cpuMs"] / float64(count) * 1000,
	}
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peakMb is the most memory that this process ever had. Not getrusage's figure: on Linux that begins with what the
// process had that started this one.
func peakMb() float64 {
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		if found := peakLine.FindSubmatch(status); found != nil {
			kilobytes, _ := strconv.Atoi(string(found[1]))
			return float64(kilobytes) * 1024 / bytesPerMegabyte
		}
	}
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Maxrss) * 1024 / bytesPerMegabyte
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// timeCommand runs a command to its end, with an output that only the first byte of matters of.
func timeCommand(args []string) error {
	command := exec.Command(args[0], args[1:]...)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	started := time.Now()
	if err := command.Start(); err != nil {
		return err
	}
	first := make([]byte, 1)
	if _, err := io.ReadFull(output, first); err != nil && err != io.EOF {
		return err
	}
	firstByte := time.Since(started)
	bytes, err := io.Copy(io.Discard, output)
	if err != nil {
		return err
	}
	if err := command.Wait(); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	wall := time.Since(started)
	usage := command.ProcessState.SysUsage().(*syscall.Rusage)
	return json.NewEncoder(os.Stdout).Encode(sample{
		"firstByteMs": milliseconds(firstByte),
		"wallMs":      milliseconds(wall),
		"cpuMs":       milliseconds(cpuOf(usage)),
		"peakMb":      float64(usage.Maxrss) * 1024 / bytesPerMegabyte,
		"bytes":       float64(bytes + 1),
	})
}
