# linux/riscv64: write(1, message, length), exit(0)
        .globl  _start
        .text
_start: li      a7, 64
        li      a0, 1
        lla     a1, message
        li      a2, length
        ecall
        li      a7, 93
        li      a0, 0
        ecall
message:
        .ascii  "Hello from linux/riscv64\n"
        .set    length, . - message
