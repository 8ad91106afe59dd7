"""A body of a request that its server gives up in the middle."""

from io import BytesIO


class Pieces(BytesIO):
    """What came first, and then the server's own fault."""

    def __init__(self, first, fault):
        super().__init__(first)
        self.fault = fault

    def read(self, size=-1):
        read = super().read(size)
        if not read:
            raise self.fault
        return read
