/**
 * Standard types that programs put into their own, as Go declarations: by import path, and by the minor version of Go
 * from which on they hold (18 stands for that and what came before). Of an unexported part only the layout is true.
 * A test compares every type with every supported Go.
 */
export const standardDeclarations: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  bufio: {
    18: `package bufio
      import "io"
      type Reader struct { buf []byte; rd io.Reader; r, w int; err error; lastByte, lastRuneSize int }
      type Writer struct { err error; buf []byte; n int; wr io.Writer }
      type ReadWriter struct { *Reader; *Writer }
      type SplitFunc func(data []byte, atEOF bool) (advance int, token []byte, err error)
      type Scanner struct { r io.Reader; split SplitFunc; maxTokenSize int; token, buf []byte; start, end int
        err error; empties int; scanCalled, done bool }`,
  },
  bytes: {
    18: `package bytes
      type Buffer struct { buf []byte; off int; lastRead int8 }
      type Reader struct { s []byte; i int64; prevRune int }`,
  },
  'container/heap': {
    18: `package heap
      type Interface interface { Len() int; Less(i, j int) bool; Pop() any; Push(x any); Swap(i, j int) }`,
  },
  'container/list': {
    18: `package list
      type Element struct { next, prev *Element; list *List; Value any }
      type List struct { root Element; len int }`,
  },
  'container/ring': {
    18: `package ring
      type Ring struct { next, prev *Ring; Value any }`,
  },
  context: {
    18: `package context
      import "time"
      type Context interface { Deadline() (deadline time.Time, ok bool); Done() <-chan struct{}; Err() error; Value(key any) any }
      type CancelFunc func()`,
    20: `package context
      type CancelCauseFunc func(cause error)`,
  },
  'crypto/aes': { 18: 'package aes; const BlockSize = 16' },
  'crypto/ed25519': {
    18: `package ed25519
      const ( PublicKeySize = 32; PrivateKeySize = 64; SignatureSize = 64; SeedSize = 32 )
      type PublicKey []byte
      type PrivateKey []byte`,
  },
  'crypto/md5': { 18: 'package md5; const ( Size = 16; BlockSize = 64 )' },
  'crypto/sha1': { 18: 'package sha1; const ( Size = 20; BlockSize = 64 )' },
  'crypto/sha256': { 18: 'package sha256; const ( Size = 32; Size224 = 28; BlockSize = 64 )' },
  'crypto/sha512': {
    18: 'package sha512; const ( Size = 64; Size224 = 28; Size256 = 32; Size384 = 48; BlockSize = 128 )',
  },
  'database/sql': {
    18: `package sql
      import "time"
      type NullBool struct { Bool bool; Valid bool }
      type NullByte struct { Byte byte; Valid bool }
      type NullFloat64 struct { Float64 float64; Valid bool }
      type NullInt16 struct { Int16 int16; Valid bool }
      type NullInt32 struct { Int32 int32; Valid bool }
      type NullInt64 struct { Int64 int64; Valid bool }
      type NullString struct { String string; Valid bool }
      type NullTime struct { Time time.Time; Valid bool }
      type RawBytes []byte`,
    22: `package sql
      type Null[T any] struct { V T; Valid bool }`,
  },
  'encoding/json': {
    18: `package json
      type Number string
      type RawMessage []byte
      type Marshaler interface { MarshalJSON() ([]byte, error) }
      type Unmarshaler interface { UnmarshalJSON([]byte) error }`,
  },
  fmt: {
    18: `package fmt
      type Stringer interface { String() string }
      type GoStringer interface { GoString() string }`,
  },
  hash: {
    18: `package hash
      import "io"
      type Hash interface { io.Writer; Sum(b []byte) []byte; Reset(); Size() int; BlockSize() int }
      type Hash32 interface { Hash; Sum32() uint32 }
      type Hash64 interface { Hash; Sum64() uint64 }`,
  },
  'hash/crc32': {
    18: `package crc32
      const Size = 4
      type Table [256]uint32`,
  },
  'hash/maphash': {
    18: `package maphash
      type Seed struct { s uint64 }
      type Hash struct { _ [0]func(); seed Seed; state Seed; buf [128]byte; n int }`,
  },
  'html/template': {
    18: `package template
      type ( CSS string; HTML string; HTMLAttr string; JS string; JSStr string; Srcset string; URL string )
      type FuncMap map[string]any`,
    21: `package template
      import "text/template"
      type FuncMap = template.FuncMap`,
  },
  image: {
    18: `package image
      type Point struct { X, Y int }
      type Rectangle struct { Min, Max Point }
      type RGBA struct { Pix []uint8; Stride int; Rect Rectangle }`,
  },
  'image/color': {
    18: `package color
      type RGBA struct { R, G, B, A uint8 }
      type NRGBA struct { R, G, B, A uint8 }
      type Gray struct { Y uint8 }`,
  },
  io: {
    18: `package io
      type Reader interface { Read(p []byte) (n int, err error) }
      type Writer interface { Write(p []byte) (n int, err error) }
      type Closer interface { Close() error }
      type Seeker interface { Seek(offset int64, whence int) (int64, error) }
      type ReaderAt interface { ReadAt(p []byte, off int64) (n int, err error) }
      type WriterAt interface { WriteAt(p []byte, off int64) (n int, err error) }
      type ReaderFrom interface { ReadFrom(r Reader) (n int64, err error) }
      type WriterTo interface { WriteTo(w Writer) (n int64, err error) }
      type ByteReader interface { ReadByte() (byte, error) }
      type ByteWriter interface { WriteByte(c byte) error }
      type RuneReader interface { ReadRune() (r rune, size int, err error) }
      type StringWriter interface { WriteString(s string) (n int, err error) }
      type ReadWriter interface { Reader; Writer }
      type ReadCloser interface { Reader; Closer }
      type WriteCloser interface { Writer; Closer }
      type ReadSeeker interface { Reader; Seeker }
      type ReadWriteCloser interface { Reader; Writer; Closer }
      type LimitedReader struct { R Reader; N int64 }
      type SectionReader struct { r ReaderAt; base, off, limit int64 }`,
    22: `package io
      type SectionReader struct { r ReaderAt; base, off, limit, n int64 }`,
  },
  'io/fs': {
    18: `package fs
      import "time"
      type FileMode uint32
      type FileInfo interface { Name() string; Size() int64; Mode() FileMode; ModTime() time.Time; IsDir() bool; Sys() any }
      type DirEntry interface { Name() string; IsDir() bool; Type() FileMode; Info() (FileInfo, error) }
      type File interface { Stat() (FileInfo, error); Read([]byte) (int, error); Close() error }
      type FS interface { Open(name string) (File, error) }`,
  },
  iter: {
    23: `package iter
      type Seq[V any] func(yield func(V) bool)
      type Seq2[K, V any] func(yield func(K, V) bool)`,
  },
  'log/slog': {
    21: `package slog
      import "time"
      type Level int
      type Kind int
      type Value struct { _ [0]func(); num uint64; any any }
      type Attr struct { Key string; Value Value }
      type Record struct { Time time.Time; Message string; Level Level; PC uintptr; front [5]Attr; nFront int; back []Attr }`,
  },
  math: {
    18: `package math
      const (
        MaxInt = 1<<63 - 1; MinInt = -1 << 63; MaxInt8 = 1<<7 - 1; MinInt8 = -1 << 7; MaxInt16 = 1<<15 - 1; MinInt16 = -1 << 15
        MaxInt32 = 1<<31 - 1; MinInt32 = -1 << 31; MaxInt64 = 1<<63 - 1; MinInt64 = -1 << 63
        MaxUint = 1<<64 - 1; MaxUint8 = 1<<8 - 1; MaxUint16 = 1<<16 - 1; MaxUint32 = 1<<32 - 1; MaxUint64 = 1<<64 - 1
      )`,
  },
  'math/big': {
    18: `package big
      type Word uint
      type Accuracy int8
      type RoundingMode byte
      type Int struct { neg bool; abs []Word }
      type Rat struct { a, b Int }
      type Float struct { prec uint32; mode RoundingMode; acc Accuracy; form byte; neg bool; mant []Word; exp int32 }`,
  },
  'math/bits': { 18: 'package bits; const UintSize = 64' },
  'math/rand': {
    18: `package rand
      type Source interface { Int63() int64; Seed(seed int64) }
      type Source64 interface { Source; Uint64() uint64 }
      type Rand struct { src Source; s64 Source64; readVal int64; readPos int8 }`,
  },
  net: {
    18: `package net
      import "time"
      const ( IPv4len = 4; IPv6len = 16 )
      type HardwareAddr []byte
      type IP []byte
      type IPMask []byte
      type IPNet struct { IP IP; Mask IPMask }
      type IPAddr struct { IP IP; Zone string }
      type TCPAddr struct { IP IP; Port int; Zone string }
      type UDPAddr struct { IP IP; Port int; Zone string }
      type UnixAddr struct { Name, Net string }
      type Addr interface { Network() string; String() string }
      type Conn interface { Read(b []byte) (n int, err error); Write(b []byte) (n int, err error); Close() error
        LocalAddr() Addr; RemoteAddr() Addr; SetDeadline(t time.Time) error; SetReadDeadline(t time.Time) error
        SetWriteDeadline(t time.Time) error }
      type Listener interface { Accept() (Conn, error); Close() error; Addr() Addr }
      type PacketConn interface { ReadFrom(p []byte) (n int, addr Addr, err error); WriteTo(p []byte, addr Addr) (n int, err error)
        Close() error; LocalAddr() Addr; SetDeadline(t time.Time) error; SetReadDeadline(t time.Time) error
        SetWriteDeadline(t time.Time) error }
      type Error interface { error; Timeout() bool; Temporary() bool }
      type Buffers [][]byte`,
  },
  'net/http': {
    18: `package http
      type Header map[string][]string
      type Handler interface { ServeHTTP(ResponseWriter, *Request) }
      type HandlerFunc func(ResponseWriter, *Request)
      type ResponseWriter interface { Header() Header; Write([]byte) (int, error); WriteHeader(statusCode int) }
      type RoundTripper interface { RoundTrip(*Request) (*Response, error) }
      type SameSite int
      type ConnState int`,
  },
  'net/netip': {
    18: `package netip
      type addrDetail struct { isV6 bool; zoneV6 string }
      type Addr struct { addr struct { hi, lo uint64 }; z *addrDetail }
      type AddrPort struct { ip Addr; port uint16 }
      type Prefix struct { ip Addr; bitsPlusOne uint8 }`,
  },
  'net/url': {
    18: `package url
      type Userinfo struct { username, password string; passwordSet bool }
      type Values map[string][]string
      type Error struct { Op, URL string; Err error }
      type URL struct { Scheme, Opaque string; User *Userinfo; Host, Path, RawPath string; ForceQuery bool
        RawQuery, Fragment, RawFragment string }`,
    19: `package url
      type URL struct { Scheme, Opaque string; User *Userinfo; Host, Path, RawPath string; OmitHost, ForceQuery bool
        RawQuery, Fragment, RawFragment string }`,
    26: `package url
      type URL struct { Scheme, Opaque string; User *Userinfo; Host, Path, Fragment, RawQuery, RawPath, RawFragment string
        ForceQuery, OmitHost bool }`,
  },
  os: {
    18: `package os
      import "io/fs"
      type file struct { _ uintptr }
      type File struct { *file }
      type FileMode = fs.FileMode
      type FileInfo = fs.FileInfo
      type DirEntry = fs.DirEntry
      type Signal interface { String() string; Signal() }`,
  },
  reflect: {
    18: `package reflect
      import "unsafe"
      type Kind uint
      type ChanDir int
      type StructTag string
      type flag uintptr
      type rtype struct { _ uintptr }
      type Value struct { typ *rtype; ptr unsafe.Pointer; flag }
      type Type interface { Name() string }`,
  },
  sort: {
    18: `package sort
      type Interface interface { Len() int; Less(i, j int) bool; Swap(i, j int) }
      type Float64Slice []float64
      type IntSlice []int
      type StringSlice []string`,
  },
  strings: {
    18: `package strings
      type Builder struct { addr *Builder; buf []byte }
      type Reader struct { s string; i int64; prevRune int }`,
  },
  sync: {
    18: `package sync
      import "unsafe"
      import "sync/atomic"
      type Locker interface { Lock(); Unlock() }
      type Mutex struct { state int32; sema uint32 }
      type RWMutex struct { w Mutex; writerSem, readerSem uint32; readerCount, readerWait int32 }
      type Once struct { done uint32; m Mutex }
      type WaitGroup struct { state uint64; sema uint32 }
      type notifyList struct { wait, notify uint32; lock uintptr; head, tail unsafe.Pointer }
      type Cond struct { noCopy struct{}; L Locker; notify notifyList; checker uintptr }
      type Pool struct { noCopy struct{}; local unsafe.Pointer; localSize uintptr; victim unsafe.Pointer; victimSize uintptr; New func() any }
      type Map struct { mu Mutex; read atomic.Value; dirty map[any]unsafe.Pointer; misses int }`,
    20: `package sync
      import "unsafe"
      type Map struct { mu Mutex; read unsafe.Pointer; dirty map[any]unsafe.Pointer; misses int }`,
    24: `package sync
      import "unsafe"
      type Map struct { inited uint32; initMu Mutex; root unsafe.Pointer; keyHash, valEqual func(unsafe.Pointer, uintptr) uintptr; seed uintptr }`,
  },
  'sync/atomic': {
    18: `package atomic
      type Value struct { v any }`,
    19: `package atomic
      import "unsafe"
      type noCopy struct{}
      type align64 struct{}
      type Bool struct { _ noCopy; v uint32 }
      type Int32 struct { _ noCopy; v int32 }
      type Int64 struct { _ noCopy; _ align64; v int64 }
      type Uint32 struct { _ noCopy; v uint32 }
      type Uint64 struct { _ noCopy; _ align64; v uint64 }
      type Uintptr struct { _ noCopy; v uintptr }
      type Pointer[T any] struct { _ [0]*T; _ noCopy; v unsafe.Pointer }`,
  },
  'text/template': { 18: 'package template; type FuncMap map[string]any' },
  time: {
    18: `package time
      import "unsafe"
      const ( Nanosecond Duration = 1; Microsecond = 1000 * Nanosecond; Millisecond = 1000 * Microsecond
        Second = 1000 * Millisecond; Minute = 60 * Second; Hour = 60 * Minute )
      type Duration int64
      type Month int
      type Weekday int
      type zone struct { name string; offset int; isDST bool }
      type zoneTrans struct { when int64; index uint8; isstd, isutc bool }
      type Location struct { name string; zone []zone; tx []zoneTrans; extend string; cacheStart, cacheEnd int64; cacheZone *zone }
      type Time struct { wall uint64; ext int64; loc *Location }
      type runtimeTimer struct { pp uintptr; when, period int64; f func(any, uintptr); arg any; seq uintptr; nextwhen int64; status uint32 }
      type Timer struct { C <-chan Time; r runtimeTimer }
      type Ticker struct { C <-chan Time; r runtimeTimer }`,
    23: `package time
      type Timer struct { C <-chan Time; initTimer bool }
      type Ticker struct { C <-chan Time; initTicker bool }`,
  },
  'unicode/utf8': { 18: 'package utf8; const ( UTFMax = 4; RuneSelf = 0x80 )' },
  unique: {
    23: `package unique
      type Handle[T comparable] struct { value *T }`,
  },
  weak: {
    24: `package weak
      import "unsafe"
      type Pointer[T any] struct { _ [0]*T; u unsafe.Pointer }`,
  },
};
