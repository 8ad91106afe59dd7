"""The test settings behind one proxy, with a hasher that leaves a byte in a file for each password it looks at."""

from khartoum.settings.test import *  # noqa: F403 -- a place extends another

ALLAUTH_TRUSTED_PROXY_COUNT = 1
PASSWORD_HASHERS = ["tests.foundation.accounts.counted_hasher.CountedHasher"]
