package main

import (
	"fmt"
	"time"
)

const row = "%7s  %-8s  %-14s  %8s  %9s  %9s  %8s  %10s  %10s\n"

func printHeader() {
	fmt.Printf(row, "objects", "command", "provider", "requests", "wall", "processor", "memory", "wall/floor", "wall/peer")
}

// printResults prints the rows for one number of objects. The ratios are those
// of wall time to terraform_data (the floor) and to restapi (the peer).
func printResults(n int, subjects []subject, results map[string][]result) {
	for i := range commands {
		for _, subject := range subjects {
			measured := results[subject.name][i]
			memory := "-"
			if measured.memory > 0 {
				memory = fmt.Sprintf("%d MB", measured.memory>>20)
			}
			fmt.Printf(row, fmt.Sprint(n), measured.command, subject.name, fmt.Sprint(measured.requests),
				seconds(measured.wall), seconds(measured.cpu), memory,
				ratio(measured, results["terraform_data"], i), ratio(measured, results["restapi"], i))
		}
	}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func ratio(measured result, others []result, i int) string {
	if len(others) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", measured.wall.Seconds()/others[i].wall.Seconds())
}
