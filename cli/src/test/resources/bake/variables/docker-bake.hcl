variable "TAG" {
  default = "latest"
}
variable "REGISTRY" {
  default = "example.org"
}
variable "EMPTY" {
}
target "default" {
  tags = ["${REGISTRY}/app:${TAG}", notequal("", EMPTY) ? "x:${EMPTY}" : ""]
  args = {
    TAG = TAG
    EMPTY = EMPTY
  }
}
