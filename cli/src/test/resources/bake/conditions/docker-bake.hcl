variable "PUSH" {
  default = ""
}
target "default" {
  output = PUSH != "" ? ["type=registry"] : ["type=image"]
  platforms = PUSH == "yes" ? ["linux/amd64", "linux/arm64"] : null
  cache-to = PUSH != "" ? ["type=inline"] : []
  no-cache = PUSH == ""
}
