"""What the API tells out of several rooms at once: the chain, the calendar, and what changed."""

from khartoum.told import calendar, chain, changes

addresses = [*chain.addresses, *calendar.addresses, *changes.addresses]
