target "base" {
  platforms = ["linux/amd64", "linux/arm64", "linux/arm/v7"]
}
target "default" {
  platforms = ["linux/amd64", "linux/arm64"]
  contexts = {
    base = "target:base"
  }
}
