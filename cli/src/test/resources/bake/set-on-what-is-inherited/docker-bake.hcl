target "base" {
  args = { A = "1" }
  tags = ["base"]
}
target "default" {
  inherits = ["base"]
  args = { B = "2" }
}
