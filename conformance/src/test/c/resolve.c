/*
 * Tells what a name comes to, as musl's getaddrinfo has it: an address a line, in its order.
 *
 *   tcc -nostdinc -nostdlib -o resolve resolve.c libc.so
 *   ./libc.so ./resolve NAME
 *
 * Made without headers and start files, so that the library itself is all that has to be installed of musl.
 */

struct sockaddr;

struct addrinfo {
    int flags, family, socktype, protocol;
    unsigned length;
    struct sockaddr *address;
    char *canonical_name;
    struct addrinfo *next;
};

enum { SOCK_STREAM = 1, NI_NUMERICHOST = 1, LONGEST = 64 };

int getaddrinfo(const char *, const char *, const struct addrinfo *, struct addrinfo **);
int getnameinfo(const struct sockaddr *, unsigned, char *, unsigned, char *, unsigned, int);
const char *gai_strerror(int);
int puts(const char *);
int __libc_start_main(int (*)(int, char **), int, char **);

/* The loader leaves the arguments on the stack. */
__asm__(".globl _start\n"
        "_start:\n"
        "  mov %rsp, %rdi\n"
        "  and $-16, %rsp\n"
        "  call start\n");

static int tell(int count, char **words) {
    struct addrinfo hints = {0}, *found, *each;
    char text[LONGEST];
    int failure;

    hints.socktype = SOCK_STREAM;
    failure = count < 2 ? 1 : getaddrinfo(words[1], 0, &hints, &found);
    if (failure) {
        puts(count < 2 ? "resolve NAME" : gai_strerror(failure));
        return 1;
    }
    for (each = found; each; each = each->next)
        if (getnameinfo(each->address, each->length, text, LONGEST, 0, 0, NI_NUMERICHOST) == 0)
            puts(text);
    return 0;
}

void start(long *stack) {
    __libc_start_main(tell, stack[0], (char **)(stack + 1));
}
