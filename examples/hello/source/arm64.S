// linux/arm64: write(1, message, length), exit(0)
        .globl  _start
        .text
_start: mov     x8, #64
        mov     x0, #1
        adr     x1, message
        mov     x2, #length
        svc     #0
        mov     x8, #93
        mov     x0, #0
        svc     #0
message:
        .ascii  "Hello from linux/arm64\n"
        .set    length, . - message
