target "default" {
  tags = ["a"]
}
target "files" {
  output = ["out"]
}
