module comparepprof

go 1.23
