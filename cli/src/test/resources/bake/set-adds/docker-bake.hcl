target "default" {
  tags = ["app"]
  cache-from = ["one"]
  platforms = ["linux/amd64"]
  annotations = ["a=1"]
  no-cache-filter = ["x"]
}
