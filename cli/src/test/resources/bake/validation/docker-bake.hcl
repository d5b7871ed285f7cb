variable "TAG" {
  default = "v1"
  validation {
    condition = TAG != ""
    error_message = "TAG is needed"
  }
  validation {
    condition = regexall("^v", TAG) != []
    error_message = "TAG begins with v"
  }
}
target "default" {
  tags = ["app:${TAG}"]
}
