#include <stdio.h>
#include <sys/utsname.h>

int main(void) {
    struct utsname name;
    if (uname(&name) != 0) {
        perror("uname");
        return 1;
    }
    printf("%d bits on %s\n", (int) (8 * sizeof(void *)), name.machine);
    return 0;
}
