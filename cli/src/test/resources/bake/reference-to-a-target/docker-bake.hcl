variable "V" {
  default = "1"
}
target "base" {
  context = "here"
  tags = ["base:${V}"]
  args = {
    A = "a"
  }
}
target "default" {
  context = target.base.context
  tags = concat(target.base.tags, ["own"])
  args = {
    B = "${target.base.args.A}b"
  }
  dockerfile = "${target.base.name}.Dockerfile"
}
