// Package lru: an LRU at its capacity
//
// want: no leak
package lru

import (
	"container/list"
	"testing"
)

var (
	order = list.New()
	items = map[int]*list.Element{}
	next  int
)

func get(key int) []byte {
	if e, ok := items[key]; ok {
		order.MoveToFront(e)
		return e.Value.([]byte)
	}
	if order.Len() >= 4096 {
		last := order.Back()
		for k, e := range items {
			if e == last {
				delete(items, k)
				break
			}
			_ = k
		}
		order.Remove(last)
	}
	value := make([]byte, 200+key%100)
	items[key] = order.PushFront(value)
	return value
}

func BenchmarkGet(b *testing.B) {
	for i := 0; i < b.N; i++ {
		next++
		get(next % 5000)
	}
}
