// Command make-zip writes a zip archive to its standard output: one stored file, one deflated, one directory, one empty.
package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
)

func main() {
	archive := zip.NewWriter(os.Stdout)
	stored, _ := archive.CreateHeader(&zip.FileHeader{Name: "stored.txt", Method: zip.Store})
	_, _ = io.WriteString(stored, "as it is")
	deflated, _ := archive.Create("folder/deflated.txt")
	_, _ = deflated.Write(bytes.Repeat([]byte("high water "), 10000))
	_, _ = archive.Create("folder/empty/")
	_, _ = archive.Create("nothing")
	if archive.Close() != nil {
		os.Exit(1)
	}
}
