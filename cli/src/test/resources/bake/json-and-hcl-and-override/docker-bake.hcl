variable "TAG" {
  default = "hcl"
}
group "default" {
  targets = ["app"]
}
target "app" {
  tags = ["${TAG}"]
  args = { FROM = "hcl" }
  cache-from = ["one"]
  platforms = ["linux/amd64"]
}
