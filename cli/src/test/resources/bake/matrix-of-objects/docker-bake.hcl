target "app" {
  name = "app-${item.name}"
  matrix = {
    item = [
      { name = "x", versions = ["1", "2"] },
      { name = "y", versions = ["3"] },
    ]
  }
  tags = [for v in item.versions : "app:${item.name}-${v}"]
}
target "on-top" {
  inherits = ["app-x"]
  labels = { top = "yes" }
}
