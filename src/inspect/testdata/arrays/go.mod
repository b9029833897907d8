module arrays

go 1.18
