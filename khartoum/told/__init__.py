"""What the API tells out of several rooms at once: the chain, and the calendar."""

from khartoum.told import calendar, chain

addresses = [*chain.addresses, *calendar.addresses]
