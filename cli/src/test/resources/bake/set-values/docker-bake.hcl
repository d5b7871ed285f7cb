target "app" {
  tags = ["app"]
  args = { A = "1" }
  platforms = ["linux/amd64"]
  output = ["type=docker"]
}
target "other" {
}
group "default" {
  targets = ["app", "other"]
}
