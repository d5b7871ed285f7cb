target "root" {
  tags = ["root"]
  args = { from = "root", root = "yes" }
  annotations = ["a=1"]
}
target "left" {
  inherits = ["root"]
  args = { from = "left" }
  annotations = ["b=2"]
}
target "right" {
  inherits = ["root"]
  tags = ["right"]
}
target "default" {
  inherits = ["left", "right"]
}
