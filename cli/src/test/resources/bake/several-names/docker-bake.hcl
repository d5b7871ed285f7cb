target "a" {
}
target "b" {
}
target "c" {
}
