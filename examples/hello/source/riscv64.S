# linux/riscv64: write(1, message, length), exit(0)
        .globl  _start
        .text
message:
        .ascii  "Hello from linux/riscv64\n"
        .set    length, . - message
        .balign 4
_start: li      a7, 64
        li      a0, 1
        lla     a1, message
        li      a2, length
        ecall
        li      a7, 93
        li      a0, 0
        ecall
