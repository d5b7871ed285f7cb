target "default" {
  args = {
    b = <<EOT
one
%{~ if true ~}
two
%{~ endif ~}

three
EOT
    c = "x  %{~ if true ~}  y  %{~ endif ~}  z ${~ "w" ~} v"
    d = <<-EOT
      x ${~ "y" ~}
      z
    EOT
  }
}
