target "default" {
  tags = ["app"]
  cache-from = ["one"]
  cache-to = ["type=inline"]
  output = ["type=registry"]
  contexts = { a = "docker-image://x" }
}
