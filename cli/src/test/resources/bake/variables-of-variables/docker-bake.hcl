variable "NAME" {
  default = "app"
}
variable "TAG" {
  default = "${PREFIX}-1"
}
variable "PREFIX" {
  default = upper(NAME)
}
full = "example.org/${NAME}:${TAG}"
target "default" {
  tags = [full]
}
