// Package cache keeps the values used most recently.
package cache

import "sync"

// LRU is a cache of fixed size that drops the value not used for the longest
// time. It is safe for concurrent use.
type LRU[K comparable, V any] struct {
	mu    sync.Mutex
	nodes []node[K, V] // a ring through nodes[0], most recent first
	byKey map[K]int32
	hits  uint64
	calls uint64
}

type node[K comparable, V any] struct {
	prev, next int32
	key        K
	value      V
}

// New returns a cache for up to size values; size is at least 1.
func New[K comparable, V any](size int) *LRU[K, V] {
	size = max(size, 1)
	return &LRU[K, V]{
		nodes: make([]node[K, V], 1, size+1),
		byKey: make(map[K]int32, size),
	}
}

// Get returns the value of key and makes it the most recent one.
func (c *LRU[K, V]) Get(key K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	i, ok := c.byKey[key]
	if !ok {
		var zero V
		return zero, false
	}
	c.hits++
	c.unlink(i)
	c.pushFront(i)
	return c.nodes[i].value, true
}

// Put stores a value as the most recent one. It reports whether another one
// was dropped for it.
func (c *LRU[K, V]) Put(key K, value V) (dropped bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, ok := c.byKey[key]
	switch {
	case ok:
		c.unlink(i)
	case len(c.nodes) < cap(c.nodes):
		i = int32(len(c.nodes))
		c.nodes = append(c.nodes, node[K, V]{})
	default: // take the place of the oldest
		i = c.nodes[0].prev
		c.unlink(i)
		delete(c.byKey, c.nodes[i].key)
		dropped = true
	}
	c.nodes[i].key, c.nodes[i].value = key, value
	c.byKey[key] = i
	c.pushFront(i)
	return dropped
}

// Len returns the number of values.
func (c *LRU[K, V]) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.byKey)
}

// HitRate returns the share of Get calls that found their key.
func (c *LRU[K, V]) HitRate() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.calls == 0 {
		return 0
	}
	return float64(c.hits) / float64(c.calls)
}

func (c *LRU[K, V]) unlink(i int32) {
	n := &c.nodes[i]
	c.nodes[n.prev].next = n.next
	c.nodes[n.next].prev = n.prev
}

func (c *LRU[K, V]) pushFront(i int32) {
	n := &c.nodes[i]
	n.prev, n.next = 0, c.nodes[0].next
	c.nodes[n.next].prev = i
	c.nodes[0].next = i
}
