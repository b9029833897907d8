module highwater.lab

go 1.18
