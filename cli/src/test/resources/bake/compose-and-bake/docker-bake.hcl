variable "TAG" {
  default = "2"
}
target "web" {
  platforms = ["linux/amd64", "linux/arm64"]
  args = { B = TAG }
}
group "release" {
  targets = ["web"]
}
