variable "LIST" {
  default = ["a", "b"]
}
target "default" {
  dockerfile-inline = <<-EOT
    FROM scratch
    %{ for x in LIST ~}
    COPY ${x} /
    %{ endfor ~}
    LABEL literal=$${x} percent=%%{x}
  EOT
  args = {
    if = "%{ if length(LIST) > 1 }many%{ else }few%{ endif }"
    splat = join(",", [{ n = "p" }, { n = "q" }][*].n)
    escape = "tab\there \"quoted\" \u00e9"
    multi = <<EOT
one
  two
EOT
  }
  labels = {
    "a.b/c" = "$${x}"
    escaped = "100%%{"
  }
}
