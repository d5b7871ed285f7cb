# linux/s390x: write(1, message, length), exit(0)
        .globl  _start
        .text
_start: lghi    %r2, 1
        larl    %r3, message
        lghi    %r4, length
        svc     4
        lghi    %r2, 0
        svc     1
        .balign 2
message:
        .ascii  "Hello from linux/s390x\n"
        .set    length, . - message
