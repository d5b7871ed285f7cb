variable "REGISTRY" {
  default = "example.org"
}
function "image" {
  params = [name, tag]
  result = "${REGISTRY}/${name}:${tag}"
}
function "images" {
  params = [name]
  variadic_params = tags
  result = [for t in tags : image(name, t)]
}
target "default" {
  tags = images("app", "1", "2", "latest")
}
