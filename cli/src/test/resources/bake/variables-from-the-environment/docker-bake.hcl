variable "TAG" {
  default = "latest"
}
variable "COUNT" {
  default = 3
}
variable "FLAG" {
  default = false
}
target "default" {
  tags = ["app:${TAG}"]
  args = {
    next = COUNT + 1
    flag = FLAG ? "on" : "off"
  }
}
