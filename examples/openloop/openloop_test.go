package openloop

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// RequestsPerSecond is the rate of the open loop.
const RequestsPerSecond = 500

var (
	once   sync.Once
	server *Server
	bodies [][]byte
)

// prepare fills the server and encodes what will be sent, outside of what is timed.
func prepare() {
	server = NewServer()
	for i := 0; i < 64; i++ {
		body, err := json.Marshal(OrderOf(i*311, 150))
		if err != nil {
			panic(err)
		}
		bodies = append(bodies, body)
	}
}

func ask(i int) int {
	request := httptest.NewRequest(http.MethodPost, "/orders", bytes.NewReader(bodies[i%len(bodies)]))
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	return recorder.Code
}

// BenchmarkServe sends requests at a fixed rate; an operation takes 2 ms as long as the server keeps up.
func BenchmarkServe(b *testing.B) {
	once.Do(prepare)
	b.ReportAllocs()
	b.ResetTimer()
	result := Run(b.N, RequestsPerSecond, func(i int) { ask(i) })
	b.StopTimer()
	b.ReportMetric(float64(result.Percentile(99).Nanoseconds()), "p99-ns/op")
	b.ReportMetric(float64(result.Percentile(50).Nanoseconds()), "p50-ns/op")
	b.ReportMetric(result.Rate, "req/s")
}

// BenchmarkRequest sends the next request when the last is answered: how many it could answer.
func BenchmarkRequest(b *testing.B) {
	once.Do(prepare)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		ask(i)
	}
}

func TestAnswersWithTheReceipt(t *testing.T) {
	server := NewServer()
	body, err := json.Marshal(OrderOf(3, 2))
	if err != nil {
		t.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/orders", bytes.NewReader(body)))
	var receipt Receipt
	if err := json.Unmarshal(recorder.Body.Bytes(), &receipt); err != nil {
		t.Fatal(err)
	}
	if recorder.Code != http.StatusOK || receipt.Customer != "customer-00003" || receipt.Orders != 2 || len(receipt.Lines) != 2 {
		t.Fatalf("got %d %+v", recorder.Code, receipt)
	}
	recorder = httptest.NewRecorder()
	server.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/orders", strings.NewReader("{")))
	if recorder.Code != http.StatusBadRequest {
		t.Fatalf("a broken order was answered with %d", recorder.Code)
	}
}

// A server that stands still makes every request that is due meanwhile wait: here all of them, until the last is due.
func TestLatencyIsCountedFromWhenARequestIsDue(t *testing.T) {
	const n = 20
	last := make(chan struct{})
	result := Run(n, 1000, func(i int) {
		if i == n-1 {
			close(last)
		}
		<-last
	})
	for k, latency := range result.Latencies {
		if least := time.Duration(k) * time.Millisecond; latency < least {
			t.Errorf("the %d. fastest took %v, though its request was due %v before the last", k+1, latency, least)
		}
	}
	if result.Rate > 1100 {
		t.Errorf("%v requests a second were answered, of 1000 that were sent", result.Rate)
	}
}

func TestPercentile(t *testing.T) {
	var result Result
	for i := 1; i <= 200; i++ {
		result.Latencies = append(result.Latencies, time.Duration(i))
	}
	for p, want := range map[float64]time.Duration{50: 100, 99: 198, 99.5: 199, 100: 200, 0.1: 1} {
		if got := result.Percentile(p); got != want {
			t.Errorf("p%v is %d, not %d", p, got, want)
		}
	}
	if got := (Result{}).Percentile(99); got != 0 {
		t.Errorf("of nothing it is %d", got)
	}
}
