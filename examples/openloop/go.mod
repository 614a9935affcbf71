module example.com/openloop

go 1.20
