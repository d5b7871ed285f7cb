group "default" {
  targets = ["web"]
}
target "web" {
  tags = ["mine"]
}
