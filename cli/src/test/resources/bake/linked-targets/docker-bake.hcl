target "base" {
  dockerfile = "base.Dockerfile"
  args = { A = "1" }
}
target "middle" {
  contexts = {
    base = "target:base"
  }
}
target "default" {
  contexts = {
    middle = "target:middle"
    alpine = "docker-image://alpine:3.20"
    files = "./files"
    none = ""
    layout = "oci-layout://dir:tag"
  }
  output = ["type=docker"]
}
