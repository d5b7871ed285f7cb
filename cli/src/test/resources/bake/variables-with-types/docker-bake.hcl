variable "NAMES" {
  type = list(string)
  default = ["a"]
}
variable "PORTS" {
  type = map(number)
  default = { http = 80 }
}
variable "WHO" {
  type = object({ name = string, tags = list(string) })
  default = { name = "x", tags = [] }
}
variable "PAIR" {
  type = tuple([string, number])
}
variable "UNSET" {
  type = string
}
target "default" {
  tags = [for n in NAMES : "app:${n}"]
  args = {
    https = PORTS["https"]
    name = WHO.name
    tags = join(",", WHO.tags)
    pair = "${PAIR[0]}-${PAIR[1] + 1}"
    unset = UNSET
  }
}
