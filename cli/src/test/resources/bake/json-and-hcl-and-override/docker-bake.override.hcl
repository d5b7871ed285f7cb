variable "TAG" {
  default = "override"
}
target "app" {
  args = { O = "2" }
  cache-from = ["two"]
  platforms = ["linux/arm64"]
}
