"""A hasher that leaves a byte in a file, shared by all processes, for each password it looks at."""

import os

from django.contrib.auth.hashers import MD5PasswordHasher


class CountedHasher(MD5PasswordHasher):
    """Appending one byte is atomic, whichever process does it."""

    def encode(self, password, salt):
        file = os.open(os.environ["PASSWORDS_LOOKED_AT"], os.O_WRONLY | os.O_APPEND)
        os.write(file, b".")
        os.close(file)
        return super().encode(password, salt)
