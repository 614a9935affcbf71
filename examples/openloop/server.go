// Package openloop is a small HTTP-like service to try settings of the garbage collector on: it keeps sessions, and every
// request allocates.
package openloop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// Sessions the service keeps: what the collector finds live at every collection, some 40 MiB.
const Sessions = 20_000

// Item is a line of an order.
type Item struct {
	SKU      string            `json:"sku"`
	Quantity int               `json:"quantity"`
	Price    float64           `json:"price"`
	Tags     map[string]string `json:"tags"`
}

// Order is what a request carries.
type Order struct {
	Customer string `json:"customer"`
	Items    []Item `json:"items"`
}

// Receipt is what it is answered with.
type Receipt struct {
	Customer string  `json:"customer"`
	Total    float64 `json:"total"`
	Lines    []Item  `json:"lines"`
	Orders   int     `json:"orders"`
}

// session is what is remembered of a customer: the last receipt, as the data structure it was.
type session struct {
	orders int
	last   *Receipt
}

// Server answers orders; it may be used by many goroutines at once.
type Server struct {
	mu       sync.Mutex
	sessions map[string]*session
}

// NewServer returns a server that knows its customers already.
func NewServer() *Server {
	s := &Server{sessions: make(map[string]*session, Sessions)}
	for i := 0; i < Sessions; i++ {
		s.answer(OrderOf(i, 4))
	}
	return s
}

// OrderOf is the order of the n-th customer, with so many items.
func OrderOf(n, items int) Order {
	order := Order{Customer: fmt.Sprintf("customer-%05d", n%Sessions)}
	for i := 0; i < items; i++ {
		order.Items = append(order.Items, Item{
			SKU:      fmt.Sprintf("sku-%04d-%02d", n%9973, i),
			Quantity: 1 + (n+i)%5,
			Price:    float64(100+(n*7+i*13)%9900) / 100,
			Tags:     map[string]string{"colour": fmt.Sprint("c", i%7), "size": fmt.Sprint(n % 11)},
		})
	}
	return order
}

// ServeHTTP answers an order with its receipt.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var order Order
	if err := json.Unmarshal(body, &order); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	receipt := s.answer(order)
	var buffer bytes.Buffer
	if err := json.NewEncoder(&buffer).Encode(receipt); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(buffer.Bytes())
}

func (s *Server) answer(order Order) *Receipt {
	receipt := &Receipt{Customer: order.Customer, Lines: order.Items}
	for _, item := range order.Items {
		receipt.Total += float64(item.Quantity) * item.Price
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.sessions[order.Customer]
	if known == nil {
		known = &session{}
		s.sessions[order.Customer] = known
	}
	known.orders++
	known.last = receipt
	receipt.Orders = known.orders
	return receipt
}
